// The schedule drawing, made easier to move in: it opens at this moment, or at the first build after
// it where none would be seen, and the arrow keys go from build to build. Without this file the drawing scrolls and the Tab key reaches each build.

const middle = (build) => {
  const box = build.getBoundingClientRect();
  return box.left + box.width / 2;
};

const nearest = (builds, x) =>
  builds.reduce((best, build) =>
    Math.abs(middle(build) - x) < Math.abs(middle(best) - x) ? build : best,
  );

function neighbour(region, build, key) {
  const rows = [...region.querySelectorAll(".gantt-row")]
    .map((row) => [...row.querySelectorAll("a.gantt-build")])
    .filter((builds) => builds.length > 0);
  const row = rows.findIndex((builds) => builds.includes(build));
  const place = rows[row].indexOf(build);
  if (key === "ArrowRight") return rows[row][place + 1];
  if (key === "ArrowLeft") return rows[row][place - 1];
  const other = rows[row + (key === "ArrowDown" ? 1 : -1)];
  return other && nearest(other, middle(build));
}

function onKey(event) {
  const build = event.target.closest("a.gantt-build");
  if (!build || !event.key.startsWith("Arrow")) return;
  const next = neighbour(event.currentTarget, build, event.key);
  event.preventDefault();
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function open(region) {
  const now = region.querySelector(".gantt-now-line");
  if (!now) return;
  const moment = now.getBoundingClientRect().left;
  const boxes = [...region.querySelectorAll(".gantt-build")].map((build) => build.getBoundingClientRect());
  const ahead = boxes.filter((box) => box.right > moment).map((box) => Math.max(box.left, moment));
  const first = ahead.length > 0 ? Math.min(...ahead) : moment;
  const seen = first - moment < (region.clientWidth * 2) / 3;
  const place = (seen ? moment : first) - region.getBoundingClientRect().left + region.scrollLeft;
  region.scrollLeft = Math.max(0, place - region.clientWidth / 3);
}

for (const region of document.querySelectorAll(".gantt-scroll")) {
  open(region);
  region.addEventListener("keydown", onKey);
}
