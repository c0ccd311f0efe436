// On every page: menus close when the pointer or the focus leaves them; Escape closes them.
// htmx requests carry the anti-forgery token in a header.

const menus = () => document.querySelectorAll("details.menu[open]");

function closeMenusExcept(kept) {
  for (const menu of menus()) if (menu !== kept) menu.open = false;
}

// On a phone the bar scrolls: the page one is on is in sight.
document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

document.addEventListener("click", (event) => closeMenusExcept(event.target.closest("details.menu")));
document.addEventListener("focusin", (event) => closeMenusExcept(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A form that was sent once is not sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  if (!event.defaultPrevented) form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// On a narrow page the bar scrolls: it shows where one is.
const bar = document.querySelector(".nav");
const here = bar?.querySelector("[aria-current]");
if (here) bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
