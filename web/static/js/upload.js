// Upload: drop a file, see it go, and keep it chosen when the lab refuses a field.
// Without this module the same form posts by itself and the page comes back with the refusals.

const form = document.getElementById("upload");
const input = document.getElementById("file");
const drop = document.getElementById("drop");
const dropName = document.getElementById("drop-name");
const sending = document.getElementById("sending");
const sendingText = document.getElementById("sending-text");
const sendingBar = document.getElementById("sending-bar");
const button = document.getElementById("upload-button");
const untouched = dropName.textContent;

const amount = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 3 });

function sizeWords(bytes) {
  const [unit, least] = [["GB", 1e9], ["MB", 1e6], ["kB", 1e3]].find(([, least]) => bytes >= least) ?? ["B", 1];
  return `${amount.format(bytes / least)} ${unit}`;
}

function showChosen() {
  const file = input.files[0];
  drop.classList.toggle("drop--chosen", Boolean(file));
  dropName.textContent = file ? `${file.name} · ${sizeWords(file.size)}` : untouched;
}

function showErrors(errors) {
  clearErrors();
  const shape = document.getElementById("error-shape");
  for (const { field, code, message } of errors) {
    const control = form.elements[field] ?? input;
    const line = shape.content.cloneNode(true).firstElementChild;
    line.id = `${control.id}-error`;
    line.querySelector(".field__message").textContent = message;
    line.querySelector("[data-code]").textContent = code;
    control.closest(".field").append(line);
    control.setAttribute("aria-invalid", "true");
    const hint = document.getElementById(`${control.id}-hint`);
    control.setAttribute("aria-describedby", `${hint ? hint.id + " " : ""}${line.id}`);
    if (control === input) drop.classList.add("drop--invalid");
  }
  const first = form.querySelector("[aria-invalid=true]");
  if (first) first.focus();
}

function clearErrors() {
  drop.classList.remove("drop--invalid");
  for (const line of form.querySelectorAll(".field__error")) line.remove();
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

function busy(isBusy) {
  sending.hidden = !isBusy;
  button.disabled = isBusy;
}

function onAnswer(request) {
  busy(false);
  let answer = {};
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    answer = {};
  }
  if (request.status === 201) window.location.assign(answer.url);
  else if (answer.errors) showErrors(answer.errors);
  else if (request.status === 413) showErrors([{ field: "file", code: "http-413", message: form.dataset.tooLarge }]);
  else if (answer.error) showErrors([{ field: "file", ...answer.error }]);
  else onBroken();
}

function onBroken() {
  busy(false);
  showErrors([{ field: "file", code: "connection", message: form.dataset.broken }]);
}

function send(event) {
  event.preventDefault();
  delete form.dataset.sent;
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const percent = Math.round((100 * loaded) / total);
    sendingBar.value = percent;
    sendingText.textContent = percent < 100 ? form.dataset.sending.replace("{percent}", percent) : form.dataset.reading;
  });
  request.addEventListener("load", () => onAnswer(request));
  request.addEventListener("error", onBroken);
  clearErrors();
  busy(true);
  request.send(new FormData(form));
}

for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("drop--over");
  });
}
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("drop--over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length === 0) return;
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change"));
});
input.addEventListener("change", showChosen);
form.addEventListener("submit", send);
drop.classList.add("drop--live");
showChosen();
