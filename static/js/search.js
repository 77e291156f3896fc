/* The key / goes to the search field, Escape leaves it for where the reader was. */
"use strict";

(() => {
  const OFF = "search-key-off"; // in localStorage: whoever speaks to the machine must be able to do without the key
  const field = document.querySelector("[data-search]");
  if (!field) return;
  let cameFrom = null;

  const isOff = () => localStorage.getItem(OFF) !== null;
  const isTyping = (element) => element.isContentEditable || element.matches("input, textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.defaultPrevented || isOff() || isTyping(event.target)) return;
    event.preventDefault();
    cameFrom = document.activeElement;
    field.focus();
    field.select();
  });

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    field.blur();
    cameFrom?.focus();
    cameFrom = null;
  });

  const hint = document.querySelector("[data-search-hint]");
  const showKey = () => {
    if (isOff()) field.removeAttribute("aria-keyshortcuts");
    else field.setAttribute("aria-keyshortcuts", "/");
    if (hint) hint.hidden = isOff();
  };

  const setting = document.querySelector("[data-search-key]");
  const box = setting?.querySelector("input");
  if (box) {
    setting.hidden = false;
    box.checked = !isOff();
    box.addEventListener("change", () => {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
      showKey();
    });
  }
  showKey();
})();
