// A text field that suggests communities while one types; the code chosen goes into the hidden field beside it.
const PAUSE_MS = 180;

for (const input of document.querySelectorAll("[data-lookup]")) suggestFor(input);

function suggestFor(input) {
  const code = input.nextElementSibling;
  const list = Object.assign(document.createElement("ul"), { id: `${input.id}-list`, className: "lookup__list", hidden: true });
  list.setAttribute("role", "listbox");
  input.after(list);
  input.after(code);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", list.id], ["aria-autocomplete", "list"]]) input.setAttribute(name, value);
  let timer = 0;
  let at = -1;

  const show = (items) => {
    at = -1;
    list.replaceChildren(...items.map((item, index) => option(item, `${list.id}-${index}`, choose)));
    list.hidden = !items.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const choose = (item) => { input.value = item.name; code.value = item.code; show([]); input.dispatchEvent(new Event("change", { bubbles: true })); };
  const move = (step) => {
    const options = [...list.children];
    if (!options.length) return;
    at = (at + step + options.length) % options.length;
    options.forEach((each, index) => each.setAttribute("aria-selected", String(index === at)));
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  const search = async () => {
    const asked = input.value.trim();
    const answer = asked && await fetch(input.dataset.lookup + encodeURIComponent(asked), { headers: { Accept: "application/json" } }).catch(() => null);
    if (asked !== input.value.trim()) return;
    show(answer?.ok ? (await answer.json()).items.slice(0, 8) : []);
  };
  input.addEventListener("input", () => { code.value = ""; clearTimeout(timer); timer = setTimeout(search, PAUSE_MS); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    else if (event.key === "Enter" && at >= 0 && !list.hidden) { event.preventDefault(); list.children[at].click(); }
    else if (event.key === "Escape") show([]);
  });
  input.addEventListener("blur", () => setTimeout(() => show([]), 150));
}

function option(item, id, choose) {
  const line = Object.assign(document.createElement("li"), { id, className: "lookup__item", textContent: item.name });
  line.setAttribute("role", "option");
  const where = [item.city, item.district, item.street].filter(Boolean).join(" ");
  if (where) line.append(Object.assign(document.createElement("small"), { textContent: where }));
  line.addEventListener("pointerdown", (event) => event.preventDefault());
  line.addEventListener("click", () => choose(item));
  return line;
}
