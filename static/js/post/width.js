// Length as the server counts it (core.text.counted_length): two half-width characters are one. The wide and
// ambiguous characters of Unicode as hexadecimal steps: gap to the next range, length of the range.
const STEPS =
  "a1 0 3 0 3 1 2 0 3 1 2 4 2 4 2 3 7 0 a 0 7 1 6 3 5 0 2 2 2 1 3 0 2 1 4 3 2 0 2 0 3 0 10 0 2 0 8 0 b 1 4 0 6 " +
  "2 5 0 7 3 2 0 4 3 2 0 5 1 13 1 4 0 63 0 2 0 2 0 2 0 2 0 2 0 2 0 2 0 75 0 10 0 63 0 3 0 2 2 2 0 3 0 8 3 2 0 2 " +
  "0 21 6f 22 18 8 10 2 6 38 0 f 3f 2 0 caf 5f eb1 0 3 3 2 1 3 1 3 2 2 3 9 0 2 1 2 0 6 0 3 0 36 0 b 0 2 3 28 0 " +
  "57 0 2 0 4 0 a 0 3 0 b 1 4 0 5 0 28 1 7 3 2 b 5 9 10 0 7 9 1f 1 19 0 2 0 13 0 19 0 2 1 4 1 3 0 4 0 2 0 4 0 5 " +
  "0 3 3 3 0 2 0 2 5 2 0 6 3 5 1 b 0 4 0 6 0 e 1 3 3 3 1 3 1 13 1 3 1 e 0 4 0 c 0 1a 0 53 0 8 1 e 1 bf 3 4 0 3 " +
  "0 6d 89 2 60 5 23 d f 3 3 b 1 2 6 9 1 3 1 5 1 3 1 5 2 3 0 3 3 11 3 a 0 e 1 7 1 3 0 5 1 5 1 7 0 2 0 22 0 2 0 " +
  "6 b d 1 2 2 2 3 2 1 2 0 10 0 14 0 b 1 2 0 9 1 12 2 5 1d 2 0 5 17 6 0 5 1 1d 0 15 0 f 0 2 0 5 2 2 0 1f 9 16 2 " +
  "19 0 f 0 35c 1 34 0 5 4 327 1be 3 1d7e 41 56c6 49a 1c 284 2ba3 215d 1d9 327 19 17 3b 96 5f 80 6 17 0 6fe3 " +
  "431b 3d09 0 cb 0 31 a 6 1d 3 39 7 3c 54 120 d 8 2 45 2 15 d 2a 5 4 d 10 4 0 4 46 2 0 2 ba 3 3e e 3 2 17 13 0 " +
  "1b 1 e 0 57 54 31 45 7 0 4 2 3 a c 1 8 8 e4 10 11c 2e 2 9 2 b8 71 86 50a 1fffd";
const ranges = [];
let at = 0;
const numbers = STEPS.split(" ").map((step) => parseInt(step, 16));
for (let i = 0; i < numbers.length; i += 2) {
  const from = at + numbers[i];
  at = from + numbers[i + 1];
  ranges.push([from, at]);
}

function isWide(code) {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < ranges[middle][0]) high = middle - 1;
    else if (code > ranges[middle][1]) low = middle + 1;
    else return true;
  }
  return false;
}

export function measured(text) {
  let halves = 0;
  for (const char of text) {
    const code = char.codePointAt(0);
    halves += code > 0x7f && isWide(code) ? 2 : 1;
  }
  return Math.ceil(halves / 2);
}
