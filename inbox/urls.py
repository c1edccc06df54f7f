from django.urls import path

from .views import choices, messages, notices, passing, talking

app_name = "inbox"
urlpatterns = [
    path("inbox/", notices.notices, name="list"),
    path("inbox/read/", notices.read_all, name="read"),
    path("inbox/notices/<int:pk>/", notices.open_notice, name="open"),
    path("inbox/choices/", choices.choices, name="choices"),
    path("inbox/unsubscribe/<str:token>/", choices.unsubscribe, name="unsubscribe"),
    path("inbox/push/", choices.subscribe, name="subscribe"),
    path("sw.js", choices.service_worker, name="worker"),
    path("inbox/pictures/<int:pk>/", messages.picture, name="picture"),
    path("inbox/threads/<int:pk>/new/", messages.new_messages, name="new"),
    path("inbox/pass-on/", passing.pass_on, name="pass_on"),
    path("inbox/messages/", messages.messages, name="messages"),
    path("inbox/messages/<str:handle>/", messages.thread, name="thread"),
    path("inbox/messages/<str:handle>/send/", talking.send, name="send"),
    path("inbox/messages/<str:handle>/read/", talking.read, name="read_thread"),
    path("inbox/messages/<str:handle>/accept/", talking.accept, name="accept"),
    path("inbox/messages/<str:handle>/delete/", talking.delete_conversation, name="delete_thread"),
    path("inbox/message/<int:pk>/delete/", talking.delete_message, name="delete_message"),
    path("inbox/message/<int:pk>/report/", talking.report_message, name="report_message"),
]
