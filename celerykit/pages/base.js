// What every page can do: keep its state in the address, find by words, be searched by "/", copy, tell what changed.

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// The words of a search, in lower case; several in quotes are one.
const words = (text) => (text.toLowerCase().match(/"[^"]+"|\S+/g) ?? []).map((word) => word.replace(/^"(.+)"$/, "$1"));

// Whether a text in lower case holds all of these words.
const holds = (text, wanted) => wanted.every((word) => text.includes(word));

// The state is what follows "#": names and values, or the id of an element, which is no state of ours.
const state = {
  read() {
    const written = location.hash.slice(1);
    return new URLSearchParams(written.includes("=") ? written : "");
  },

  // Written in place: each letter of a search is no page to go back to.
  write(values) {
    const kept = Object.entries(values).filter(([, value]) => value);
    const hash = new URLSearchParams(kept).toString();
    const address = location.href.split("#")[0];
    try {
      history.replaceState(null, "", hash ? `${address}#${hash}` : address);
    } catch {
      // Safari refuses more than a hundred in half a minute; the next one has it all.
    }
  },

  // Told when somebody edits the address, or follows a link to another state of the page.
  whenChanged(show) {
    addEventListener("hashchange", () => {
      if (!location.hash || location.hash.includes("=")) show();
    });
  },
};

// "/" goes to the search, Escape empties it.
const searchBox = (box, changed) => {
  const isWriting = (element) => element.matches("input, select, textarea, [contenteditable]");
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    box.value = "";
    changed();
  });
  box.addEventListener("input", changed);
};

// A text for the clipboard. Where a browser gives none to a page from a file, by way of the selection.
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
};

// A button that copies a text, and says so where it stands.
const copyButton = (text, what) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${what}`);
  button.addEventListener("click", async () => {
    const done = await copy(text);
    button.focus();
    button.textContent = done ? "Copied" : "Not copied";
    tell(done ? `Copied ${what}` : `${what} could not be copied`);
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  return button;
};

// Says something to who does not see the page.
const tell = (text) => {
  const told = one("#told");
  if (told) told.textContent = text;
};

// The address keeps its state when the contents are skipped to.
for (const link of all("a.skip")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    one(link.getAttribute("href")).focus();
  });
}

document.documentElement.classList.add("scripted");
