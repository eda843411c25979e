// The row of controls above a picture, and what the address remembers of them.

const remember = () => {
  const part = chosen ? chosen.app.prefix + chosen.name : "";
  state.write({ q: box.value, severity: [...severities].join(","), part });
};

// What a search finds is shown, though its box was folded; without a search, boxes are as the reader left them.
const search = () => {
  const wanted = words(box.value);
  for (const app of content.apps) {
    app.left ??= new Set(app.folded);
    app.folded = new Set(app.left);
    if (wanted.length) {
      for (const name of Object.keys(app.parts)) {
        if (app.parts[name].within && matches(app, name, wanted)) app.folded.delete(app.parts[name].within);
      }
    } else {
      app.left = undefined;
    }
    redraw(app);
  }
  remember();
};

const firstFound = () => {
  const wanted = words(box.value);
  for (const app of content.apps) {
    const rows = Object.keys(app.parts).filter((name) => matches(app, name, wanted));
    const found = rows.find((name) => app.parts[name].title.toLowerCase().includes(wanted[0] ?? "")) ?? rows[0];
    if (found) return [app, found];
  }
  return null;
};

searchBox(box, () => {
  chosen = null;
  describe();
  search();
});

box.addEventListener("keydown", (event) => {
  const found = event.key === "Enter" && box.value ? firstFound() : null;
  if (event.key === "Enter") event.preventDefault();
  if (found) {
    go(...found);
    choose(...found);
  }
});

// The parts that a finding is about lead to them.
for (const name of all("[data-part]")) {
  const app = content.apps.find((each) => name.dataset.part.startsWith(each.prefix));
  const button = make("button", name.textContent, "quiet");
  button.type = "button";
  button.addEventListener("click", () => {
    const part = name.dataset.part.slice(app.prefix.length);
    go(app, part);
    choose(app, part);
  });
  name.replaceChildren(button);
}

const pressed = (button, is) => button.setAttribute("aria-pressed", String(is));

for (const button of all("[data-severity]")) {
  button.addEventListener("click", () => {
    if (!severities.delete(button.dataset.severity)) severities.add(button.dataset.severity);
    pressed(button, severities.has(button.dataset.severity));
    chosen = null;
    describe();
    mark();
    remember();
  });
}

for (const button of all("[data-fold]")) {
  button.addEventListener("click", () => {
    for (const app of content.apps) {
      app.folded = new Set(button.dataset.fold === "close" ? app.folders.filter((name) => rowsOf(app, name).length > 1) : []);
      redraw(app);
    }
  });
}

// Until somebody says otherwise, a picture is made smaller to fit, but not too small to read.
const LEGIBLE = 0.75;
const zoom = { by: null, fit: false };

const sizeOf = (app) => {
  const fitting = Math.min(1, app.svg.parentElement.clientWidth / app.right);
  return zoom.fit ? fitting : zoom.by ?? Math.max(LEGIBLE, fitting);
};

const scale = (app) => {
  const by = sizeOf(app);
  app.svg.setAttribute("width", (app.right * by).toFixed(0));
  app.svg.setAttribute("height", (app.height * by).toFixed(0));
};

for (const button of all("[data-zoom]")) {
  button.addEventListener("click", () => {
    const { zoom: how } = button.dataset;
    const now = sizeOf(content.apps[0]);
    zoom.fit = how === "fit" && !zoom.fit;
    if (how !== "fit") zoom.by = Math.min(2.5, Math.max(0.3, now * (how === "in" ? 1.25 : 0.8)));
    pressed(one("[data-zoom='fit']"), zoom.fit);
    for (const app of content.apps) scale(app);
  });
}

addEventListener("resize", () => {
  for (const app of content.apps) scale(app);
});

const restore = () => {
  const kept = state.read();
  box.value = kept.get("q") ?? "";
  severities = new Set((kept.get("severity") ?? "").split(",").filter(Boolean));
  for (const button of all("[data-severity]")) pressed(button, severities.has(button.dataset.severity));
  const part = kept.get("part") ?? "";
  const app = content.apps.find((each) => part.startsWith(each.prefix) && each.parts[part.slice(each.prefix.length)]);
  chosen = app ? { app, name: part.slice(app.prefix.length) } : null;
  for (const each of content.apps) redraw(each);
  if (box.value) search();
  describe();
};

for (const app of content.apps) element(app, Object.keys(app.parts).find((name) => name !== app.broker)).setAttribute("tabindex", "0");
one(".tools").hidden = false;
state.whenChanged(restore);
restore();
