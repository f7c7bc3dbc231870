// What the browser runs when word comes while no page is open: it shows one line and, when touched, leads to the page.
// What comes holds a topic and a place to look, nothing of anybody.
const LINES = {
  ASKED: ["有人请您帮忙", "You are asked to help"],
  REQUESTS: ["您的求助有了新进展", "There is news of your request"],
  SERVICES: ["您的服务安排有变化", "There is news of your services"],
  REMINDERS: ["有一件事提醒您", "A reminder for you"],
  MINUTES: ["您的时长或评价有更新", "There is news of your minutes"],
  COMMUNITY: ["社区有新通知", "There is news of your community"],
  OTHER: ["您有新通知", "You have a new notice"],
};

addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : {};
  const english = said.language === "en";
  const line = (LINES[said.topic] || LINES.OTHER)[english ? 1 : 0];
  const shown = { body: line, tag: said.id, lang: english ? "en" : "zh-CN", data: said.link || "/notices" };
  event.waitUntil(registration.showNotification(english ? "Linli" : "邻里", shown));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const page = new URL(event.notification.data, location.origin);
  if (page.origin === location.origin) event.waitUntil(clients.openWindow(page.href));
});
