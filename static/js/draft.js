/* What is typed in a long form is kept in the browser until it is saved: through a lost connection, a closed tab and a
   session that ended. Forms ask for it with data-draft, which holds whose it is, and have a hidden `token`. */
"use strict";

(() => {
  const PREFIX = "lhl:draft:";
  const WAIT = 400; /* ms after the last key */
  const KEPT = 48 * 3600 * 1000; /* ms; others may use the machine */
  const PRIVATE = /^(csrfmiddlewaretoken|initial-)/;

  const drafts = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  const read = (name) => JSON.parse(localStorage.getItem(name));

  /* The page after saving says in its address which form it was. */
  const saved = new URLSearchParams(location.search).get("lagret");
  for (const name of drafts()) {
    const { at, values } = read(name);
    const isSaved = saved && values.some(([field, value]) => field === "token" && value === saved);
    if (isSaved || Date.now() - at > KEPT) localStorage.removeItem(name);
  }

  if (saved) history.replaceState(null, "", location.pathname);

  let waiting;

  /* Who logs out leaves nothing behind on a machine that others may use. */
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-log-out]")) return;
    clearTimeout(waiting);
    for (const name of drafts()) localStorage.removeItem(name);
  });

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const key = `${PREFIX}${form.dataset.draft}:${location.pathname}${location.search}`;
  const values = () => [...new FormData(form)].filter(([name]) => !PRIVATE.test(name));

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

  /* What is brought back is unfolded, so that nothing is saved unseen. */
  const fill = (kept) => {
    addRows(kept);
    for (const field of form.elements) {
      if (!field.name || PRIVATE.test(field.name) || (field.type === "hidden" && field.name !== "token")) continue;
      const given = kept.filter(([name]) => name === field.name).map(([, value]) => value);
      const before = field.type === "checkbox" ? field.checked : field.value;
      if (field.type === "checkbox") field.checked = given.includes(field.value);
      else if (given.length) field.value = given[0];
      const now = field.type === "checkbox" ? field.checked : field.value;
      if (now === before) continue;
      field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const tell = () => {
    const notice = document.createElement("div");
    const discard = document.createElement("button");
    notice.className = "ds-alert cluster";
    notice.append(form.dataset.draftFound);
    Object.assign(discard, { type: "button", className: "ds-button", textContent: form.dataset.draftDiscard });
    Object.assign(discard.dataset, { variant: "tertiary", size: "sm" });
    discard.addEventListener("click", () => {
      clearTimeout(waiting);
      localStorage.removeItem(key);
      form.reset();
      location.reload();
    });
    notice.append(discard);
    form.prepend(notice);
    document.getElementById("announcer").textContent = form.dataset.draftFound;
  };

  /* After a refusal the page holds what was sent, which is newer. */
  if (localStorage.getItem(key) && !form.querySelector("[data-error-summary]")) {
    fill(read(key).values);
    tell();
    window.scrollTo(0, 0);
  }

  const keep = () => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values() }));
  const keepSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAIT);
  };
  form.addEventListener("input", keepSoon);
  form.addEventListener("change", keepSoon);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    keep();
  });
})();
