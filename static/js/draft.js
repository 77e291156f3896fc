/* What is typed in a long form is kept in the browser until it is saved: through a lost connection, a closed tab and a
   session that ended. Forms ask for it with data-draft, which holds whose it is. */
"use strict";

(() => {
  const SENT = "lhl:draft:sent";
  const WAIT = 400; /* ms after the last key */
  const PRIVATE = /^(csrfmiddlewaretoken|initial-)/;

  const form = document.querySelector("form[data-draft]");
  const key = form && `lhl:draft:${form.dataset.draft}:${location.pathname}${location.search}`;

  /* Sent, and now on another page as somebody who is logged in: it was saved. */
  const sent = sessionStorage.getItem(SENT);
  if (sent && sent !== key && document.querySelector("[data-logged-in]")) {
    localStorage.removeItem(sent);
    sessionStorage.removeItem(SENT);
  }

  let waiting;

  /* Who logs out leaves nothing behind on a machine that others may use. */
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-log-out]")) return;
    clearTimeout(waiting);
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith("lhl:draft:")) localStorage.removeItem(name);
    }
  });
  if (!form) return;

  const values = () => [...new FormData(form)].filter(([name]) => !PRIVATE.test(name));
  const untouched = JSON.stringify(values());

  const addRows = (kept) => {
    for (const [name, value] of kept.filter(([one]) => one.endsWith("-TOTAL_FORMS"))) {
      const total = form.querySelector(`[name="${name}"]`);
      const button = total?.closest("[data-formset]")?.querySelector("[data-formset-add]");
      while (button && Number(total.value) < Number(value)) {
        const before = total.value;
        button.click();
        if (total.value === before) break;
      }
    }
  };

  const fill = (kept) => {
    addRows(kept);
    for (const field of form.elements) {
      if (!field.name || PRIVATE.test(field.name) || field.type === "hidden") continue;
      const given = kept.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else if (given.length) field.value = given[0];
      if (field.checked) field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const tell = () => {
    const notice = document.createElement("div");
    const discard = document.createElement("button");
    notice.className = "ds-alert cluster";
    notice.setAttribute("role", "status");
    notice.append(form.dataset.draftFound);
    Object.assign(discard, { type: "button", className: "ds-button", textContent: form.dataset.draftDiscard });
    Object.assign(discard.dataset, { variant: "tertiary", size: "sm" });
    discard.addEventListener("click", () => {
      localStorage.removeItem(key);
      location.reload();
    });
    notice.append(discard);
    form.prepend(notice);
  };

  const kept = localStorage.getItem(key);
  /* After a refusal the page holds what was sent, which is newer. */
  if (kept && kept !== untouched && !form.querySelector("[data-error-summary]")) {
    fill(JSON.parse(kept));
    tell();
    window.scrollTo(0, 0);
  }

  const keep = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => localStorage.setItem(key, JSON.stringify(values())), WAIT);
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    localStorage.setItem(key, JSON.stringify(values()));
    sessionStorage.setItem(SENT, key);
  });
})();
