// The language of the page, and the one polite voice that tells what changed.
const chinese = document.documentElement.lang.startsWith("zh");

export const t = (zh, en) => (chinese ? zh : en);

export function announce(words) {
  const voice = document.getElementById("announcer");
  if (voice) voice.textContent = words;
}
