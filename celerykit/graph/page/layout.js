// Where the parts of a picture stand once boxes are opened or folded: as celerykit/graph/{folding,layout,curves}.py do
// it, but for the order of the boxes, which stays. A test compares the two.

const content = JSON.parse(one("#content").textContent);
const sizes = content.sizes;

const heightOf = (app, name, folded) => {
  const box = app.boxes[name];
  if (box.lane) return sizes.lane;
  if (!box.rows.length) return box.head;
  return folded.has(name) ? sizes.folded : box.head + sizes.row * box.rows.length + sizes.pad / 2;
};

// How far below the top of its box a line ends at a part.
const offsetOf = (app, box, name, folded) => {
  const { lane, rows, head } = app.boxes[box];
  if (lane) return sizes.lane / 2;
  const row = folded.has(box) ? -1 : rows.indexOf(name);
  if (row >= 0) return head + sizes.row * (row + 0.5);
  return rows.length ? sizes.head / 2 : head / 2;
};

const holderOf = (app, name) => app.parts[name]?.within ?? name;

// The lines to draw, by both ends: those of a folded box are its own, and those that all rows of a box have.
const linesOf = (app, folded) => {
  const shown = (name) => (folded.has(holderOf(app, name)) ? holderOf(app, name) : name);
  let ends = app.edges.map(([start, end, known]) => ({ ends: [shown(start), shown(end)], known }));
  for (const side of [0, 1]) {
    const reached = new Map();
    const pair = (each) => `${holderOf(app, each.ends[side])} ${each.ends[1 - side]}`;
    const isRow = (name) => holderOf(app, name) !== name;
    for (const each of ends) {
      if (!isRow(each.ends[side])) continue;
      if (!reached.has(pair(each))) reached.set(pair(each), new Set());
      reached.get(pair(each)).add(each.ends[side]);
    }
    ends = ends.map((each) => {
      const box = holderOf(app, each.ends[side]);
      const { rows: { length: count }, apart } = app.boxes[box];
      if (!isRow(each.ends[side]) || apart || count < 2 || reached.get(pair(each)).size < count) return each;
      return { ...each, ends: side ? [each.ends[0], box] : [box, each.ends[1]] };
    });
  }
  const drawn = new Map();
  for (const { ends: [start, end], known } of ends) {
    if (start === end || start === app.parts[end].within || end === app.parts[start].within) continue;
    const key = `${start} ${end}`;
    const line = drawn.get(key) ?? { start, end, count: 0, known: 0 };
    drawn.set(key, { ...line, count: line.count + 1, known: line.known || known });
  }
  return [...drawn.values()].map((line) => ({ ...line, via: lanesOf(app, line) }));
};

const lanesOf = (app, { start, end }) => {
  const [from, to] = [start, end].map((name) => app.boxes[holderOf(app, name)].column);
  return Array.from({ length: Math.max(0, to - from - 1) }, (_, skipped) => `lane${from + 1 + skipped}-${end}`);
};

// The top of each box: the tallest column stands, the others go beside what they are linked to.
const topsOf = (app, folded, lines) => {
  const links = new Map(Object.keys(app.boxes).map((name) => [name, []]));
  for (const line of lines) {
    const stops = [line.start, ...line.via, line.end];
    for (let at = 1; at < stops.length; at += 1) {
      const [start, end] = [stops[at - 1], stops[at]];
      const [first, second] = [holderOf(app, start), holderOf(app, end)];
      if (first === second) continue;
      links.get(first).push([start, second, end, line.count]);
      links.get(second).push([end, first, start, line.count]);
    }
  }
  const height = (column) => column.boxes.reduce((sum, name) => sum + heightOf(app, name, folded) + sizes.gap, -sizes.gap);
  const heights = app.columns.map(height);
  const tallest = heights.indexOf(Math.max(...heights));
  const bottom = sizes.top + heights[tallest];
  const tops = {};
  const wish = (name) => {
    let [total, weight] = [0, 0];
    for (const [own, other, end, count] of links.get(name)) {
      if (!(other in tops)) continue;
      const strength = 1 + Math.min(count, 8) / 4;
      total += strength * (tops[other] + offsetOf(app, other, end, folded) - offsetOf(app, name, own, folded));
      weight += strength;
    }
    return weight ? total / weight : null;
  };
  const order = [...app.columns.keys()].sort((a, b) => Math.abs(a - tallest) - Math.abs(b - tallest) || a - b);
  for (const number of order) {
    const { boxes } = app.columns[number];
    const wanted = boxes.map(wish);
    let free = sizes.top;
    if (wanted.every((one) => one === null)) free = Math.max(free, (free + bottom - heights[number]) / 2);
    const stacked = boxes.map((name, at) => {
      const top = Math.max(free, wanted[at] ?? free);
      free = top + heightOf(app, name, folded) + sizes.gap;
      return top;
    });
    let limit = bottom;
    for (let at = boxes.length - 1; at >= 0; at -= 1) {
      tops[boxes[at]] = Math.min(stacked[at], limit - heightOf(app, boxes[at], folded));
      limit = tops[boxes[at]] - sizes.gap;
    }
  }
  return { tops, bottom };
};

const pathOf = (app, line, tops, folded) => {
  const point = (name) => {
    const box = holderOf(app, name);
    const { left, width } = app.columns[app.boxes[box].column];
    return { left, right: left + width, y: tops[box] + offsetOf(app, box, name, folded) };
  };
  const at = (x, y) => `${x.toFixed(1)},${y.toFixed(1)}`;
  const [start, end] = [point(line.start), point(line.end)];
  if (start.left === end.left) {
    const out = Math.min(46, 20 + Math.abs(end.y - start.y) / 8);
    return `M${at(start.left, start.y)}C${at(start.left - out, start.y)} ${at(end.left - out, end.y)} ${at(end.left, end.y)}`;
  }
  const curve = (from, to) => {
    const bend = Math.max(24, (to.left - from.right) / 2);
    return `C${at(from.right + bend, from.y)} ${at(to.left - bend, to.y)} ${at(to.left, to.y)}`;
  };
  let [text, last] = [`M${at(start.right, start.y)}`, start];
  for (const lane of line.via) {
    const next = point(lane);
    text += `${curve(last, next)}H${next.right.toFixed(1)}`;
    last = next;
  }
  return text + curve(last, end);
};
