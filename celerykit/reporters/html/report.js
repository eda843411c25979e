// The filters of the report. A finding is shown if it matches all of them; each control counts what it would show.

const form = one("form.filters");
const search = one("#search");
const buttons = all("button.severity");
const choices = form ? all("select", form) : [];

const isPressed = (button) => button.getAttribute("aria-pressed") === "true";

// Before the copy buttons are made, and without the titles that every card has.
const wordsOf = (card) => {
  const read = card.cloneNode(true);
  for (const title of all("dt", read)) title.remove();
  return read.textContent.toLowerCase();
};

const cards = all(".card").map((element) => ({
  item: element.closest("li"),
  text: wordsOf(element),
  severity: element.dataset.severity,
  code: element.dataset.code,
  symptom: all(".symptoms li", element).map((item) => item.textContent),
}));

const chosen = () => ({
  q: search.value.trim(),
  severity: buttons.filter(isPressed).map((button) => button.dataset.severity).join(","),
  ...Object.fromEntries(choices.map((choice) => [choice.id, choice.value])),
});

// What a finding must pass, by the name of the filter.
const tests = (filter) => {
  const wanted = words(filter.q);
  const severities = filter.severity.split(",");
  return {
    q: (card) => holds(card.text, wanted),
    severity: (card) => !filter.severity || severities.includes(card.severity),
    code: (card) => !filter.code || card.code === filter.code,
    symptom: (card) => !filter.symptom || card.symptom.includes(filter.symptom),
  };
};

// How many findings have each value of one filter, as far as the others let them through.
const numbers = (passes, name) => {
  const others = Object.entries(passes).filter(([other]) => other !== name).map(([, passed]) => passed);
  const found = new Map();
  for (const card of cards.filter((each) => others.every((passed) => passed(each)))) {
    for (const value of new Set([card[name]].flat())) found.set(value, (found.get(value) ?? 0) + 1);
  }
  return (value) => found.get(value) ?? 0;
};

const show = () => {
  const filter = chosen();
  const passes = tests(filter);
  let shown = 0;
  for (const card of cards) {
    const isShown = Object.values(passes).every((passed) => passed(card));
    card.item.setAttribute("aria-hidden", !isShown);
    if (isShown) shown += 1;
  }
  const isNarrowed = Object.values(filter).some(Boolean);
  one("#count").textContent = isNarrowed ? `${shown} of ${cards.length} findings` : `${cards.length} findings`;
  one("#nothing").hidden = shown > 0;
  one(".count [data-clear]").hidden = !isNarrowed || !shown;
  const ofSeverity = numbers(passes, "severity");
  for (const number of all("[data-number]")) number.textContent = ofSeverity(number.dataset.number);
  for (const choice of choices) {
    const having = numbers(passes, choice.id);
    for (const option of all("option[data-text]", choice)) {
      option.textContent = `${option.dataset.text} (${having(option.value)})`;
    }
  }
};

// Who has scrolled down sees the first of what is left.
const changed = () => {
  state.write(chosen());
  show();
  const list = one(".findings");
  if (list.getBoundingClientRect().top < 0) list.scrollIntoView();
};

// The controls as the address says. A value that this report does not have is none.
const restore = () => {
  const kept = state.read();
  const severities = (kept.get("severity") ?? "").split(",");
  search.value = kept.get("q") ?? "";
  for (const button of buttons) button.setAttribute("aria-pressed", severities.includes(button.dataset.severity));
  for (const choice of choices) {
    choice.value = kept.get(choice.id) ?? "";
    if (choice.selectedIndex < 0) choice.value = "";
  }
  show();
};

const clear = () => {
  search.value = "";
  for (const button of buttons) button.setAttribute("aria-pressed", "false");
  for (const choice of choices) choice.value = "";
  changed();
  search.focus();
};

if (form) {
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  searchBox(search, changed);
  for (const choice of choices) choice.addEventListener("change", changed);
  for (const button of all("[data-clear]")) button.addEventListener("click", clear);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", !isPressed(button));
      changed();
    });
  }
  state.whenChanged(restore);
  restore();
}

for (const fix of all(".fix")) {
  const row = document.createElement("div");
  row.className = "with-copy";
  fix.before(row);
  row.append(fix, copyButton(fix.textContent, "the fix"));
}
