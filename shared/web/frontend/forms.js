// Forms that keep drafts, say in place what is missing, ask once before what cannot be undone, and are sent once.
import { t } from "./words.js";

const POSITION_MS = 4000;
const SENT_MS = 8000;
const storage = globalThis.sessionStorage;

for (const form of document.querySelectorAll("form")) form.noValidate = true;
document.querySelector("[data-focus]")?.focus();
restoreDrafts();

addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.dataset.sent) event.preventDefault();
  else if (!isValid(form)) event.preventDefault();
  else if (button?.dataset.confirm && !button.dataset.agreed) { event.preventDefault(); ask(form, button); }
  else if ("position" in form.dataset && form.dataset.position !== "told") { event.preventDefault(); locate(form, button); }
  else markSent(form);
});
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) release(form); });
for (const kind of ["input", "change"]) addEventListener(kind, noteTyping);
addEventListener("focusout", ({ target }) => { if (target.form?.method === "post" && target.value) check(target); });

function noteTyping({ target }) {
  if (target.form?.method !== "post") return;
  target.form.dataset.dirty = "";
  if (target.form.dataset.draft) saveDraft(target.form);
  if (target.closest(".field--faulty")) check(target);
}

function isValid(form) {
  const wrong = [...form.elements].filter((field) => field.willValidate && !check(field));
  wrong[0]?.focus();
  return wrong.length === 0;
}

function check(field) {
  const holder = field.closest?.(".field");
  const line = holder?.querySelector(".fault");
  if (!line || !field.validity) return field.checkValidity?.() ?? true;
  const right = field.checkValidity();
  line.lastElementChild.textContent = right ? "" : sentence(field);
  line.hidden = right;
  holder.classList.toggle("field--faulty", !right);
  field.toggleAttribute("aria-invalid", !right);
  return right;
}

function sentence(field) {
  const { validity, dataset } = field;
  if (validity.valueMissing && ["radio", "checkbox"].includes(field.type)) return dataset.missing || t("请选一项", "Please choose");
  if (validity.valueMissing) return dataset.missing || t("请填写这一项", "Please fill this in");
  if (validity.tooShort) return t(`至少 ${field.minLength} 个字`, `At least ${field.minLength} characters`);
  if (validity.rangeUnderflow) return t(`不能小于 ${field.min.replace("T", " ")}`, `Not below ${field.min.replace("T", " ")}`);
  if (validity.rangeOverflow) return t(`不能大于 ${field.max.replace("T", " ")}`, `Not above ${field.max.replace("T", " ")}`);
  return dataset.invalid || t("请检查这一项的写法", "Please check how this is written");
}

function ask(form, button) {
  const dialog = document.getElementById("confirm");
  document.getElementById("confirm-words").textContent = button.dataset.confirm;
  const yes = dialog.querySelector("[value=yes]");
  yes.textContent = button.textContent.trim() || yes.textContent;
  yes.onclick = () => { dialog.close(); button.dataset.agreed = "yes"; form.requestSubmit(button); };
  dialog.querySelector("[value=no]").onclick = () => dialog.close();
  dialog.showModal();
}

function locate(form, button) {
  const go = (place) => {
    if (form.dataset.position === "told") return;
    form.dataset.position = "told";
    for (const name of ["longitude", "latitude"]) {
      for (const field of form.querySelectorAll(`[name="${name}"], [name$=".${name}"]`)) field.value = place?.coords[name].toFixed(6) ?? "";
    }
    form.requestSubmit(button ?? undefined);
  };
  setTimeout(go, POSITION_MS + 500);
  if (navigator.geolocation) navigator.geolocation.getCurrentPosition(go, () => go(), { timeout: POSITION_MS, maximumAge: 60000 });
  else go();
}

function markSent(form) {
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), SENT_MS);
  if ("forget" in form.dataset) storage.clear();
  if (form.dataset.draft) storage.setItem(`sent:${form.dataset.draft}`, "yes");
}

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button")) { button.removeAttribute("aria-disabled"); delete button.dataset.agreed; }
}

function isKept(field) {
  return field.name && ("kept" in field.dataset || !["hidden", "password", "file", "submit"].includes(field.type));
}

function saveDraft(form) {
  const typed = [...form.elements].filter(isKept).map((field) => [field.name, field.value, field.checked ?? null]);
  storage.setItem(`draft:${form.dataset.draft}`, JSON.stringify(typed));
}

// A draft is dropped once its form was sent and the answer is another page; what the server gave back wins over it.
function restoreDrafts() {
  for (const key of Object.keys(storage).filter((each) => each.startsWith("sent:"))) {
    storage.removeItem(key);
    if (!document.querySelector(`form[data-draft="${CSS.escape(key.slice(5))}"]`)) storage.removeItem(`draft:${key.slice(5)}`);
  }
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (form.querySelector(".field--faulty")) continue;
    for (const [name, value, checked] of JSON.parse(storage.getItem(`draft:${form.dataset.draft}`) ?? "[]")) {
      for (const field of [...form.elements].filter((each) => each.name === name && isKept(each))) {
        if (field.type === "radio" || field.type === "checkbox") { if (field.value === value) field.checked = checked; }
        else if (!field.value) field.value = value;
      }
    }
  }
}
