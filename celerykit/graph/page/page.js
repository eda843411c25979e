// Search, folding, and the way of what is chosen, from who sends it to where its result is kept.

const SVG = "http://www.w3.org/2000/svg";
const box = one("#search");
let chosen = null; // the part that somebody chose: its app and name
let severities = new Set();

const element = (app, name) => document.getElementById(app.prefix + name);
const isFolder = (app, name) => Boolean(app.boxes[name]?.rows.length);
const isHidden = (app, name) => app.parts[name].within !== undefined && app.folded.has(app.parts[name].within);
const visible = (app, name) => (isHidden(app, name) ? app.parts[name].within : name);
const rowsOf = (app, name) => app.boxes[name]?.rows ?? [];

for (const app of content.apps) {
  app.svg = one("svg", one(`[data-app="${content.apps.indexOf(app)}"]`));
  const folders = Object.keys(app.boxes).filter((name) => isFolder(app, name));
  app.folders = folders;
  app.folded = new Set(folders.filter((name) => app.boxes[name].folded));
  app.text = {};
  for (const [name, part] of Object.entries(app.parts)) {
    const found = part.findings.flatMap((number) => Object.values(content.findings[number]));
    app.text[name] = [part.kind, part.title, part.note, ...part.facts.flat(), ...found].join(" ").toLowerCase();
  }
}

// Drawing

const redraw = (app) => {
  const lines = linesOf(app, app.folded);
  const { tops, bottom } = topsOf(app, app.folded, lines);
  for (const column of app.columns) {
    for (const name of column.boxes.filter((each) => !app.boxes[each].lane)) {
      const group = element(app, name);
      group.classList.toggle("folded", app.folded.has(name));
      group.setAttribute("transform", `translate(${column.left.toFixed(1)},${tops[name].toFixed(1)})`);
      one(".shape", group).setAttribute("height", heightOf(app, name, app.folded).toFixed(1));
      if (isFolder(app, name)) group.setAttribute("aria-expanded", String(!app.folded.has(name)));
    }
  }
  drawFrame(app, tops);
  one(".lines", app.svg).replaceChildren(...lines.map((line) => drawLine(app, line, tops)));
  app.height = bottom + sizes.margin;
  app.svg.setAttribute("viewBox", `0 0 ${app.right.toFixed(0)} ${app.height.toFixed(0)}`);
  scale(app);
  mark();
};

const drawLine = (app, line, tops) => {
  const path = document.createElementNS(SVG, "path");
  const kind = line.known ? (app.parts[line.end].lost ? "lost" : "sure") : "perhaps";
  const inner = app.boxes[holderOf(app, line.start)].column === app.boxes[holderOf(app, line.end)].column;
  path.setAttribute("class", `line ${kind}${inner ? " inner" : ""}`);
  path.dataset.start = line.start;
  path.dataset.end = line.end;
  path.setAttribute("d", pathOf(app, line, tops, app.folded));
  path.setAttribute("stroke-width", Math.min(3.2, 1.3 + (line.count - 1) * 0.12).toFixed(2));
  path.setAttribute("marker-end", `url(#${app.prefix}${kind})`);
  return path;
};

const drawFrame = (app, tops) => {
  if (!app.broker) return;
  const [first, last] = app.frame;
  const held = app.columns.slice(first, last + 1).flatMap((column) => column.boxes);
  const top = Math.min(...held.map((name) => tops[name])) - 25;
  const bottom = Math.max(...held.map((name) => tops[name] + heightOf(app, name, app.folded))) + sizes.framePad - 3;
  const group = element(app, app.broker);
  group.setAttribute("transform", `translate(${(app.columns[first].left - sizes.framePad).toFixed(1)},${top.toFixed(1)})`);
  one(".shape", group).setAttribute("height", (bottom - top).toFixed(1));
};

// What is lit, and what stands back

const closure = (app, name, forward) => {
  const reached = new Set();
  const open = [name, ...rowsOf(app, name)];
  while (open.length) {
    const part = open.pop();
    if (reached.has(part)) continue;
    reached.add(part);
    for (const [start, end] of app.edges) {
      if (forward && start === part) open.push(end);
      if (!forward && end === part) open.push(start);
    }
  }
  return reached;
};

const wayOf = (app, name) => {
  if (name === app.broker) return new Set(Object.keys(app.parts));
  return new Set([...closure(app, name, true), ...closure(app, name, false)]);
};

const matches = (app, name, wanted) => {
  const found = app.parts[name].findings.some((number) => severities.has(content.findings[number].severity));
  return holds(app.text[name], wanted) && (!severities.size || found);
};

const mark = () => {
  const wanted = words(box.value);
  const filtered = wanted.length > 0 || severities.size > 0;
  let count = 0;
  for (const app of content.apps) {
    const names = Object.keys(app.parts);
    const found = names.filter((name) => matches(app, name, wanted));
    count += found.length;
    const way = chosen?.app === app ? wayOf(app, chosen.name) : null;
    const lit = new Set(way ?? (filtered ? found : names));
    for (const name of [...lit]) lit.add(visible(app, name)).add(app.parts[name].within);
    for (const name of names) {
      const group = element(app, name);
      group.classList.toggle("off", !lit.has(name));
      group.classList.toggle("chosen", way !== null && chosen.name === name);
      group.classList.toggle("hit", filtered && found.some((each) => visible(app, each) === name));
    }
    const both = (name) => lit.has(name) && (way === null || way.has(name) || rowsOf(app, name).some((row) => way.has(row)));
    for (const line of all(".line", app.svg)) {
      line.classList.toggle("off", !(both(line.dataset.start) && both(line.dataset.end)) || (filtered && !way));
    }
  }
  one("#count").textContent = filtered ? `${count} ${count === 1 ? "part" : "parts"} found` : "";
  for (const item of all("[data-finding]")) {
    const finding = content.findings[item.dataset.finding];
    const text = Object.values(finding).join(" ").toLowerCase();
    item.hidden = !(holds(text, wanted) || !wanted.length) || (severities.size > 0 && !severities.has(finding.severity));
  }
};

// Choosing, by pointer and by keys

const choose = (app, name) => {
  chosen = app ? { app, name } : null;
  mark();
  describe();
  remember();
};

const toggle = (app, name) => {
  if (!app.folded.delete(name)) app.folded.add(name);
  redraw(app);
};

const go = (app, name) => {
  const group = element(app, visible(app, name));
  for (const other of all(".part[tabindex='0']", app.svg)) other.setAttribute("tabindex", "-1");
  group.setAttribute("tabindex", "0");
  group.focus({ preventScroll: true });
  group.scrollIntoView({ block: "nearest", inline: "nearest" });
};

// All parts that are seen, each with the place of its middle.
const seen = (app) => Object.keys(app.parts).filter((name) => name !== app.broker && !isHidden(app, name)).map((name) => {
  const holder = holderOf(app, name);
  const top = element(app, name).getBoundingClientRect().top;
  return { name, column: app.boxes[holder].column, top };
});

const next = (app, name, key) => {
  const parts = seen(app);
  const here = parts.find((part) => part.name === name) ?? parts[0];
  if (key === "Home" || key === "End") return (key === "Home" ? parts[0] : parts.at(-1)).name;
  if (key === "ArrowUp" || key === "ArrowDown") {
    const column = parts.filter((part) => part.column === here.column).sort((a, b) => a.top - b.top);
    return column[column.indexOf(here) + (key === "ArrowUp" ? -1 : 1)]?.name;
  }
  const step = key === "ArrowLeft" ? -1 : 1;
  const column = parts.filter((part) => part.column === here.column + step);
  const linked = new Set(linesOf(app, app.folded).flatMap(({ start, end }) => [`${start} ${end}`, `${end} ${start}`]));
  const near = column.filter((part) => linked.has(`${here.name} ${part.name}`));
  const from = near.length ? near : column;
  return from.sort((a, b) => Math.abs(a.top - here.top) - Math.abs(b.top - here.top))[0]?.name;
};

for (const app of content.apps) {
  // Not on the picture itself: Chromium takes one that listens for focus for one that wants it.
  const canvas = app.svg.parentElement;
  const nameOf = (event) => event.target.closest(".part")?.id.slice(app.prefix.length);
  canvas.addEventListener("click", (event) => {
    const name = nameOf(event);
    if (!name) return choose(null);
    const again = isFolder(app, name) && (event.target.matches(".fold") || (chosen?.app === app && chosen.name === name));
    go(app, name);
    choose(app, name);
    if (again) toggle(app, name);
  });
  canvas.addEventListener("focusin", (event) => {
    const name = nameOf(event);
    if (name && !(chosen?.app === app && chosen.name === name) && event.target.matches(":focus-visible")) choose(app, name);
  });
  canvas.addEventListener("keydown", (event) => {
    const name = nameOf(event);
    if (!name || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(app, name);
      if (isFolder(app, name)) toggle(app, name);
    } else if (/^(Arrow|Home$|End$)/.test(event.key)) {
      event.preventDefault();
      const other = next(app, name, event.key);
      if (other) go(app, other);
    }
  });
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && chosen && event.target !== box) choose(null);
});
