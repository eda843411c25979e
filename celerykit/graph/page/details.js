// What is known of the part that is chosen, beside the picture.

const NEXT = 12; // parts that are named before or after it

const make = (tag, text, name = "") => {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name) made.className = name;
  return made;
};

// The parts that messages come from, or go to, on their next step.
const nextTo = (app, name, from, to) => {
  const own = new Set([name, ...rowsOf(app, name)]);
  const found = app.edges.filter((edge) => own.has(edge[from]) && !own.has(edge[to]));
  const told = found.map((edge) => `${app.parts[edge[to]].title}${edge[3] ? ` (${edge[3]})` : ""}`);
  const titles = [...new Set(told)];
  return titles.length > NEXT ? [...titles.slice(0, NEXT), `and ${titles.length - NEXT} more`] : titles;
};

const describe = () => {
  const details = one("#details");
  one("#legend").hidden = Boolean(chosen);
  details.hidden = !chosen;
  if (!chosen) return;
  const { app, name } = chosen;
  const part = app.parts[name];
  const facts = document.createElement("dl");
  for (const [label, text, place] of part.facts) {
    const said = make("dd", text);
    if (place) said.append(make("code", place, "place"));
    facts.append(make("dt", label), said);
  }
  for (const [label, from, to] of [["comes from", 1, 0], ["goes to", 0, 1]]) {
    const parts = nextTo(app, name, from, to);
    if (parts.length) facts.append(make("dt", label), make("dd", parts.join(", ")));
  }
  const below = rowsOf(app, name).flatMap((row) => app.parts[row].findings);
  const numbers = [...new Set([...part.findings, ...below])];
  details.replaceChildren(make("p", part.kind, "kind"), make("h2", part.title));
  if (part.note) details.append(make("p", part.note, "soft"));
  details.append(facts, ...numbers.map((number) => describeFinding(content.findings[number])));
};

const describeFinding = (finding) => {
  const card = make("div", "", `finding ${finding.severity}`);
  const head = make("p", "");
  head.append(make("span", finding.severity, `badge ${finding.severity}`), " ", make("code", finding.code), ` ${finding.rule}`);
  const fix = make("p", `Cure: ${finding.fix}`, "small");
  card.append(head, make("p", finding.message), fix, make("p", finding.where, "place"));
  return card;
};
