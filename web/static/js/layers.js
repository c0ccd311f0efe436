// The layers of a toolpath on a canvas: one at a time, chosen by slider, number or arrow keys,
// played in the time of the machine, moved and zoomed. A layer comes as packed arrays (see the
// lab's documentation of toolpaths); those beside it are fetched while it is looked at.

const KEPT_VECTORS = 2_000_000;
const REST_MS = 60;
const MOST_ZOOM = 2000;

const viewer = document.getElementById("viewer");
const part = (name) => document.getElementById(`viewer-${name}`);
const canvas = part("canvas");
const stage = part("stage");
const pen = canvas.getContext("2d", { alpha: false });
const language = document.documentElement.lang;
const whole = new Intl.NumberFormat(language);
const fine = (digits) => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
const [micro, tenth, exact] = [fine(3), fine(1), fine(2)];

const state = { layer: 0, shown: null, until: Infinity, played: 0, playing: 0, zoom: 1, at: null, dirty: false };
let index;

// --- layers ---

const store = new Map();
const underWay = new Map();

function fetched(number) {
  const kept = store.get(number);
  if (kept) {
    store.delete(number);
    store.set(number, kept);
    return kept;
  }
  const aborting = new AbortController();
  underWay.set(number, aborting);
  const coming = fetch(viewer.dataset.layers + number, { signal: aborting.signal })
    .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(answer.statusText))))
    .then((buffer) => unpacked(number, buffer));
  coming
    .catch(() => {
      if (store.get(number) === coming) store.delete(number);
    })
    .finally(() => {
      if (underWay.get(number) === aborting) underWay.delete(number);
    });
  store.set(number, coming);
  forget();
  return coming;
}

// What is under way and not near the layer that is wanted now is given up.
function giveUpFarFrom(wanted) {
  for (const [number, aborting] of underWay) {
    if (Math.abs(number - wanted) <= 2) continue;
    aborting.abort();
    underWay.delete(number);
    store.delete(number);
  }
}

// The layers that were looked at longest ago go first; the newest stays however large it is.
function forget() {
  let vectors = 0;
  for (const number of [...store.keys()].reverse()) {
    vectors += index.layers[number].vectors;
    if (vectors > KEPT_VECTORS && number !== state.layer) store.delete(number);
  }
}

function unpacked(number, buffer) {
  const count = new DataView(buffer).getUint32(0, true);
  const kinds = new Uint8Array(buffer, 4 + 8 * count, count);
  const lasers = new Uint8Array(buffer, 4 + 9 * count, count);
  const layer = {
    number,
    count,
    ends: new Uint16Array(buffer, 4, 4 * count),
    lasers,
    times: new Float32Array(buffer.slice(4 + 10 * count)),
    ofKind: index.layers[number].counts.map((members) => new Uint32Array(members)),
    last: 0,
  };
  const filled = index.kinds.map(() => 0);
  for (let i = 0; i < count; i++) {
    layer.ofKind[kinds[i]][filled[kinds[i]]++] = i;
    if (layer.times[i] > layer.last) layer.last = layer.times[i];
  }
  return layer;
}

async function show(number, { keepPlaying = false } = {}) {
  const wanted = Math.max(0, Math.min(index.layers.length - 1, number));
  state.layer = wanted;
  if (!keepPlaying) stop();
  tellChosen();
  giveUpFarFrom(wanted);
  try {
    if (!store.has(wanted) && !keepPlaying) await rest();
    if (wanted !== state.layer) return;
    const layer = await fetched(wanted);
    if (wanted !== state.layer) return;
    state.shown = layer;
    part("broken").hidden = true;
    tellFacts();
    redraw();
    for (const beside of [wanted + 1, wanted - 1, wanted + 2]) {
      if (beside >= 0 && beside < index.layers.length) fetched(beside).catch(() => {});
    }
  } catch {
    if (wanted !== state.layer) return;
    stop();
    state.shown = null;
    redraw();
    tellBroken();
  }
}

// A slider that is dragged asks for the layer on which it rests.
const rest = () => new Promise((done) => setTimeout(done, REST_MS));

function tellBroken() {
  part("broken").textContent = viewer.dataset.broken;
  part("broken").hidden = false;
}

// --- where things lie: plate coordinates in numbers of the index, to pixels ---

function frame() {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const [wide, high] = [0, 1].map((axis) => Math.max((index.high_mm[axis] - index.low_mm[axis]) / index.step_mm, 1));
  const fit = 0.88 * Math.min(width / wide, height / high);
  const scale = fit * state.zoom;
  const at = state.at ?? [wide / 2, high / 2];
  return { width, height, scale, at, left: width / 2 - at[0] * scale, bottom: height / 2 + at[1] * scale };
}

function zoomBy(factor, x, y) {
  const before = frame();
  const px = x ?? before.width / 2;
  const py = y ?? before.height / 2;
  const under = [(px - before.left) / before.scale, (before.bottom - py) / before.scale];
  state.zoom = Math.max(1, Math.min(MOST_ZOOM, state.zoom * factor));
  const after = frame();
  state.at = [under[0] - (px - after.width / 2) / after.scale, under[1] + (py - after.height / 2) / after.scale];
  if (state.zoom === 1) state.at = null;
  viewer.classList.toggle("viewer--zoomed", state.zoom > 1);
  redraw();
}

function moveBy(dx, dy) {
  const { scale, at } = frame();
  state.at = [at[0] - dx / scale, at[1] + dy / scale];
  redraw();
}

// --- drawing ---

const shownKinds = () => new Set([...viewer.querySelectorAll(".viewer__kind input:checked")].map((box) => box.value));

function colour(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}
const probe = document.createElement("i");
probe.hidden = true;
viewer.append(probe);

let palette = {};
function readPalette() {
  palette = { ground: colour("surface"), hot: colour("hot-line"), grid: colour("line") };
  for (const name of ["contour", "hatch", "up-skin", "down-skin", "support", "point", "jump"]) {
    palette[name.replace("-", "_")] = colour(`path-${name}`);
  }
}

function redraw() {
  if (state.dirty) return;
  state.dirty = true;
  requestAnimationFrame(() => {
    state.dirty = false;
    draw();
  });
}

function draw() {
  const began = performance.now();
  const ratio = window.devicePixelRatio || 1;
  const view = frame();
  const [wide, high] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = palette.ground;
  pen.fillRect(0, 0, view.width, view.height);
  if (!state.shown) {
    delete viewer.dataset.shown;
    return;
  }
  const kinds = shownKinds();
  if (kinds.has("jump")) strokeJumps(view);
  for (const name of ["hatch", "support", "up_skin", "down_skin", "contour"]) {
    if (kinds.has(name)) strokeKind(view, name);
  }
  if (kinds.has("point")) dots(view);
  if (state.until !== Infinity) spots(view);
  rings(view);
  tellScale(view);
  viewer.dataset.shown = String(state.shown.number + 1);
  viewer.dataset.drawn = String(Number(viewer.dataset.drawn ?? 0) + 1);
  performance.clearMeasures("layer drawn");
  performance.measure("layer drawn", { start: began, end: performance.now() });
}

// Lines nearer to each other than this make a plane: no eye could tell them apart, and filling one
// shape takes a fraction of the time of stroking each.
const PLANE_PX = 0.9;
const RUNG_PX = 2;

const within = (near, a, b, c, d) => Math.abs(a) < near && Math.abs(b) < near && Math.abs(c) < near && Math.abs(d) < near;

// The planes of a layer, each from its first line to its last; `open` while one grows.
class Planes {
  constructor({ scale, left, bottom }) {
    this.path = new Path2D();
    this.rung = RUNG_PX / scale;
    this.place = (x, y) => [left + x * scale, bottom - y * scale];
    this.there = []; // both sides, a rung at a time
    this.back = [];
  }

  get open() {
    return this.there.length > 0;
  }

  grow(x0, y0, x, y) {
    const { there, back, rung } = this;
    if (this.open && Math.abs(x - back.at(-2)) + Math.abs(y - back.at(-1)) <= rung) return;
    there.push(x0, y0);
    back.push(x, y);
  }

  close(x0, y0, x, y) {
    const { there, back, path, place } = this;
    there.push(x0, y0);
    back.push(x, y);
    path.moveTo(...place(there[0], there[1]));
    for (let k = 2; k < there.length; k += 2) path.lineTo(...place(there[k], there[k + 1]));
    for (let k = back.length - 2; k >= 0; k -= 2) path.lineTo(...place(back[k], back[k + 1]));
    path.closePath();
    there.length = back.length = 0;
  }
}

function strokeKind(view, name) {
  const { scale, left, bottom } = view;
  const { ends, times, ofKind } = state.shown;
  const until = state.until;
  const near = name === "contour" ? 0 : PLANE_PX / scale;
  const planes = new Planes(view);
  pen.strokeStyle = pen.fillStyle = palette[name];
  pen.lineWidth = name === "contour" ? 1.5 : 1;
  pen.beginPath();
  let [x0, y0, x, y] = [-1, -1, -1, -1]; // the last vector
  for (const i of ofKind[index.kinds.indexOf(name)]) {
    if (times[i] > until) continue;
    const a = ends[4 * i];
    const b = ends[4 * i + 1];
    const c = ends[4 * i + 2];
    const d = ends[4 * i + 3];
    const isAlong = within(near, a - x0, b - y0, c - x, d - y);
    const isBack = !isAlong && within(near, a - x, b - y, c - x0, d - y0);
    if (isAlong || isBack) planes.grow(x0, y0, x, y);
    else {
      const goesOn = a === x && b === y && !planes.open;
      if (planes.open) planes.close(x0, y0, x, y);
      if (!goesOn) pen.moveTo(left + a * scale, bottom - b * scale);
      pen.lineTo(left + c * scale, bottom - d * scale);
    }
    x0 = isBack ? c : a;
    y0 = isBack ? d : b;
    x = isBack ? a : c;
    y = isBack ? b : d;
  }
  if (planes.open) planes.close(x0, y0, x, y);
  pen.stroke();
  pen.fill(planes.path);
}

function strokeJumps({ scale, left, bottom }) {
  const { ends, times, lasers, count } = state.shown;
  const last = new Map();
  pen.strokeStyle = palette.jump;
  pen.lineWidth = 1;
  pen.setLineDash([4, 3]);
  pen.beginPath();
  for (let i = 0; i < count; i++) {
    if (times[i] > state.until) continue;
    const before = last.get(lasers[i]);
    last.set(lasers[i], i);
    if (before === undefined) continue;
    const [from, to] = [4 * before + 2, 4 * i];
    if (ends[from] === ends[to] && ends[from + 1] === ends[to + 1]) continue;
    pen.moveTo(left + ends[from] * scale, bottom - ends[from + 1] * scale);
    pen.lineTo(left + ends[to] * scale, bottom - ends[to + 1] * scale);
  }
  pen.stroke();
  pen.setLineDash([]);
}

function dots({ scale, left, bottom }) {
  const { ends, times, ofKind } = state.shown;
  const side = Math.max(1.5, Math.min(4, 12 * scale));
  pen.fillStyle = palette.point;
  for (const i of ofKind[index.kinds.indexOf("point")]) {
    if (times[i] > state.until) continue;
    pen.fillRect(left + ends[4 * i] * scale - side / 2, bottom - ends[4 * i + 1] * scale - side / 2, side, side);
  }
}

// The spot of each laser while the layer is played: on the vector that it is drawing.
function spots({ scale, left, bottom }) {
  const { ends, times, lasers, count } = state.shown;
  const done = new Map();
  const next = new Map();
  for (let i = 0; i < count; i++) {
    const laser = lasers[i];
    if (times[i] <= state.until) done.set(laser, times[i]);
    else if (!next.has(laser)) next.set(laser, i);
  }
  pen.fillStyle = palette.hot;
  pen.strokeStyle = palette.hot;
  pen.lineWidth = 2;
  for (const [laser, i] of next) {
    const from = done.get(laser) ?? 0;
    const share = Math.max(0, Math.min(1, (state.until - from) / (times[i] - from || 1)));
    const [x0, y0, x1, y1] = ends.subarray(4 * i, 4 * i + 4);
    const [x, y] = [left + (x0 + share * (x1 - x0)) * scale, bottom - (y0 + share * (y1 - y0)) * scale];
    pen.beginPath();
    pen.moveTo(left + x0 * scale, bottom - y0 * scale);
    pen.lineTo(x, y);
    pen.stroke();
    pen.beginPath();
    pen.arc(x, y, 4, 0, 2 * Math.PI);
    pen.fill();
  }
}

// A ring round what was found in this layer, with the number of the finding.
const RING_PX = 6;
const RING_LEAST_PX = 18;

function rings({ scale, left, bottom }) {
  pen.strokeStyle = pen.fillStyle = palette.hot;
  pen.lineWidth = 2;
  pen.font = `600 12px ${getComputedStyle(viewer).fontFamily}`;
  for (const { dataset } of foundIn(state.shown.number)) {
    if (!dataset.box) continue;
    const steps = dataset.box.split(" ").map((mm, k) => (Number(mm) - index.low_mm[k % 2]) / index.step_mm);
    const [x0, y0, x1, y1] = [left + steps[0] * scale, bottom - steps[3] * scale, left + steps[2] * scale, bottom - steps[1] * scale];
    const half = (from, to) => Math.max(RING_LEAST_PX, to - from) / 2 + RING_PX;
    const [x, y, rx, ry] = [(x0 + x1) / 2, (y0 + y1) / 2, half(x0, x1), half(y0, y1)];
    pen.beginPath();
    if (pen.roundRect) pen.roundRect(x - rx, y - ry, 2 * rx, 2 * ry, RING_PX);
    else pen.rect(x - rx, y - ry, 2 * rx, 2 * ry);
    pen.stroke();
    pen.fillText(dataset.finding, x + rx + 3, y - ry + 10);
  }
}

// --- what is told beside it ---

const findings = [...document.querySelectorAll("a[data-finding]")];

const foundIn = (layer) => findings.filter(({ dataset }) => Number(dataset.first) <= layer && layer <= Number(dataset.last));

function tellChosen() {
  part("slider").value = String(state.layer + 1);
  part("number").value = String(state.layer + 1);
  part("previous").disabled = state.layer === 0;
  part("next").disabled = state.layer === index.layers.length - 1;
}

function tellFacts() {
  const row = index.layers[state.layer];
  const facts = { z: micro.format(row.z_mm), vectors: whole.format(row.vectors), scan: exact.format(row.scan_mm / 1000), time: tenth.format(row.time_s) };
  for (const [name, text] of Object.entries(facts)) viewer.querySelector(`[data-fact="${name}"]`).textContent = text;
  for (const kind of viewer.querySelectorAll("[data-count]")) {
    const name = kind.dataset.count;
    kind.textContent = whole.format(name === "jump" ? row.jumps : row.counts[index.kinds.indexOf(name)]);
  }
  const numbers = [...new Set(foundIn(state.layer).map(({ dataset }) => dataset.finding))];
  viewer.querySelector('[data-fact="findings"]').replaceChildren(...(numbers.length ? numbers.flatMap(linkTo) : ["–"]));
  const told = { number: whole.format(state.layer + 1), layers: whole.format(index.layers.length), z: facts.z, vectors: facts.vectors };
  const sentence = viewer.dataset.told.replace(/\{(\w+)\}/g, (_, name) => told[name]);
  canvas.setAttribute("aria-label", sentence);
  if (!state.playing) part("told").textContent = sentence;
}

function linkTo(number, place) {
  const link = document.createElement("a");
  link.href = `#finding-${number}`;
  link.textContent = number;
  return place ? [", ", link] : [link];
}

const ROUND_MM = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200];

function tellScale({ scale, width }) {
  const pixels = scale / index.step_mm;
  const length = ROUND_MM.findLast((mm) => mm * pixels <= Math.min(160, width / 3)) ?? ROUND_MM[0];
  part("scale-bar").style.width = `${length * pixels}px`;
  part("scale-text").textContent = `${new Intl.NumberFormat(language).format(length)} mm`;
}

function tellPlace(event) {
  const { scale, left, bottom } = frame();
  const box = canvas.getBoundingClientRect();
  const mm = [(event.clientX - box.left - left) / scale, (bottom - event.clientY + box.top) / scale];
  part("place").textContent = mm.map((at, axis) => `${"xy"[axis]} ${exact.format(index.low_mm[axis] + at * index.step_mm)}`).join("  ");
}

// --- playing ---

function stop() {
  cancelAnimationFrame(state.playing);
  state.playing = 0;
  state.until = Infinity;
  part("play").textContent = viewer.dataset.play;
  part("play").setAttribute("aria-pressed", "false");
}

function play() {
  if (state.playing) {
    stop();
    redraw();
    return;
  }
  state.played = 0;
  part("play").textContent = viewer.dataset.stop;
  part("play").setAttribute("aria-pressed", "true");
  let before = performance.now();
  const step = (now) => {
    state.playing = requestAnimationFrame(step);
    const passed = ((now - before) / 1000) * Number(part("speed").value);
    before = now;
    if (state.shown?.number !== state.layer) return; // its layer is still on its way
    state.played += passed;
    if (state.played <= state.shown.last) {
      state.until = state.played;
      redraw();
    } else if (state.layer === index.layers.length - 1) {
      stop();
      redraw();
    } else {
      state.played = 0;
      state.until = 0;
      show(state.layer + 1, { keepPlaying: true });
    }
  };
  state.playing = requestAnimationFrame(step);
}

// --- hands and keys ---

const KEYS = {
  ArrowUp: () => show(state.layer + 1),
  ArrowRight: () => show(state.layer + 1),
  ArrowDown: () => show(state.layer - 1),
  ArrowLeft: () => show(state.layer - 1),
  PageUp: () => show(state.layer + 10),
  PageDown: () => show(state.layer - 10),
  Home: () => show(0),
  End: () => show(index.layers.length - 1),
  "+": () => zoomBy(1.5),
  "=": () => zoomBy(1.5),
  "-": () => zoomBy(1 / 1.5),
  0: () => zoomBy(0),
  " ": play,
};

// A field that was cleared, or holds no number, keeps the layer; of 1.5 the whole layers count.
function layerAsked(text) {
  const number = text.trim() === "" ? NaN : Math.trunc(Number(text));
  return Number.isFinite(number) ? number - 1 : state.layer;
}

function listen() {
  part("slider").addEventListener("input", () => show(Number(part("slider").value) - 1));
  part("number").addEventListener("change", () => show(layerAsked(part("number").value)));
  part("previous").addEventListener("click", () => show(state.layer - 1));
  part("next").addEventListener("click", () => show(state.layer + 1));
  part("in").addEventListener("click", () => zoomBy(1.5));
  part("out").addEventListener("click", () => zoomBy(1 / 1.5));
  part("fit").addEventListener("click", () => zoomBy(0));
  part("play").addEventListener("click", play);
  viewer.querySelector(".viewer__key").addEventListener("change", redraw);
  canvas.addEventListener("keydown", (event) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    if (act !== play || !event.repeat) act();
  });
  canvas.addEventListener("wheel", onWheel, { passive: false });
  for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) canvas.addEventListener(name, onPointer);
  for (const link of findings) link.addEventListener("click", onFinding);
  new ResizeObserver(redraw).observe(stage);
  const recoloured = () => {
    readPalette();
    redraw();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recoloured);
}

function onWheel(event) {
  if (document.activeElement !== canvas && !event.ctrlKey) return;
  event.preventDefault();
  const box = canvas.getBoundingClientRect();
  zoomBy(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
}

const hands = new Map();

function onPointer(event) {
  if (event.type === "pointermove") tellPlace(event);
  const before = hands.get(event.pointerId);
  if (event.type === "pointerdown") {
    hands.set(event.pointerId, [event.clientX, event.clientY]);
    canvas.setPointerCapture(event.pointerId);
  } else if (event.type === "pointermove" && before) {
    const other = [...hands].find(([id]) => id !== event.pointerId)?.[1];
    hands.set(event.pointerId, [event.clientX, event.clientY]);
    if (other) pinch(before, [event.clientX, event.clientY], other);
    else if (state.zoom > 1) moveBy(event.clientX - before[0], event.clientY - before[1]);
  } else if (event.type !== "pointermove") hands.delete(event.pointerId);
}

function pinch(before, now, other) {
  const apart = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]);
  const box = canvas.getBoundingClientRect();
  const middle = [(now[0] + other[0]) / 2 - box.left, (now[1] + other[1]) / 2 - box.top];
  if (apart(before) > 0) zoomBy(apart(now) / apart(before), ...middle);
}

function onFinding(event) {
  event.preventDefault();
  show(Number(event.currentTarget.dataset.first));
  document.getElementById("viewer-title").scrollIntoView({ block: "start" });
  canvas.focus({ preventScroll: true });
}

// --- begin ---

async function begin() {
  viewer.hidden = false;
  readPalette();
  try {
    const answer = await fetch(viewer.dataset.index, { headers: { Accept: "application/json" } });
    index = await (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText)));
  } catch {
    tellBroken();
    return;
  }
  if (index.layers.length === 0) return;
  listen();
  const asked = Number(new URLSearchParams(window.location.search).get("layer"));
  const fullest = index.layers.reduce((best, row, at, rows) => (row.vectors > rows[best].vectors ? at : best), 0);
  show(asked >= 1 ? asked - 1 : fullest);
}

begin();
