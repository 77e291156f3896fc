/* What pages gain with JavaScript. Every page works without it; nothing here decides anything. */
"use strict";

(() => {
  /* The error summary takes focus, so that the first thing heard or seen is what to put right. */
  const focusErrors = (root) => root.querySelector("[data-error-summary]")?.focus();

  /* A link to a checkbox in a closed group opens the group first. */
  const openGroupOf = (event) => {
    const link = event.target.closest?.("[data-error-summary] a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    const group = field.closest("details");
    if (group) group.open = true;
    event.preventDefault();
    field.focus();
  };

  /* Formset: one more row, made from the empty form with the next number. */
  const addRow = (formset) => {
    const total = formset.querySelector(`#id_${formset.dataset.formset}-TOTAL_FORMS`);
    const limit = formset.querySelector(`#id_${formset.dataset.formset}-MAX_NUM_FORMS`);
    const rows = formset.querySelector("[data-formset-rows]");
    const number = Number(total.value);
    if (limit && number >= Number(limit.value)) return;
    const row = formset.querySelector("[data-formset-empty]").content.cloneNode(true);
    for (const element of row.querySelectorAll("*")) {
      for (const attribute of element.attributes) {
        attribute.value = attribute.value.replaceAll("__prefix__", number);
      }
    }
    for (const text of row.querySelectorAll("[data-formset-number]")) text.textContent = number + 1;
    for (const hidden of row.querySelectorAll(".visually-hidden")) {
      hidden.textContent = hidden.textContent.replace("__number__", number + 1);
    }
    rows.append(row);
    total.value = number + 1;
    enhance(rows.lastElementChild);
    rows.lastElementChild.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };

  /* How many are ticked, said beside the heading of the group or under the list. */
  const showChosen = (group, place) => {
    const chosen = group.querySelectorAll("input:checked").length;
    place.textContent = chosen ? `${chosen} ${place.dataset.chosen}` : "";
  };

  const enhanceGroup = (group) => {
    const place = group.querySelector("[data-chosen]");
    group.addEventListener("change", () => showChosen(group, place));
  };

  /* A long list of checkboxes gets a text field that narrows it. Ticked ones stay in sight. */
  const enhanceFiltered = (list) => {
    const search = list.querySelector(".filtered__search");
    const input = search.querySelector("input");
    const status = list.querySelector(".filtered__status");
    const options = [...list.querySelectorAll(".choice-list > .ds-field")];
    search.hidden = false;
    showChosen(list, status);
    list.addEventListener("change", () => showChosen(list, status));
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLocaleLowerCase("nb");
      let found = 0;
      for (const option of options) {
        const hit = option.textContent.toLocaleLowerCase("nb").includes(wanted);
        option.hidden = !hit && !option.querySelector("input:checked");
        found += hit ? 1 : 0;
      }
      if (found) showChosen(list, status);
      else status.textContent = status.dataset.none;
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  };

  /* Rows that are picked stay so when the list around them is swapped; those it no longer shows go along unseen. */
  let picked = [];
  const pickedIn = (form) => new FormData(form).getAll(form.dataset.pick);

  const showPicked = (form) => {
    const number = pickedIn(form).length;
    const unseen = form.querySelectorAll("[data-pick-unseen]").length;
    const place = form.querySelector("[data-picked]");
    const told = number ? `${number} ${place.dataset.picked}` : "";
    place.textContent = unseen ? `${told}, ${unseen} ${place.dataset.unseen}` : told;
    form.querySelector("[data-pick-none]").hidden = !number;
  };

  const enhancePick = (form) => {
    /* The boxes may stand outside the form and name it, where their rows have forms of their own. */
    const boxes = [...form.elements].filter((box) => box.type === "checkbox" && box.name === form.dataset.pick);
    for (const box of boxes) box.checked ||= picked.includes(box.value);
    const shown = boxes.map((box) => box.value);
    for (const value of picked.filter((one) => !shown.includes(one))) {
      const unseen = Object.assign(document.createElement("input"), { type: "hidden", name: form.dataset.pick, value });
      unseen.dataset.pickUnseen = "";
      form.append(unseen);
    }
    for (const box of boxes) box.addEventListener("change", () => showPicked(form));
    form.querySelector("[data-pick-none]").addEventListener("click", () => {
      for (const box of boxes) box.checked = false;
      for (const unseen of form.querySelectorAll("[data-pick-unseen]")) unseen.remove();
      showPicked(form);
      (boxes[0] ?? form.querySelector("[type=submit]")).focus();
    });
    showPicked(form);
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.target.querySelector?.("form[data-pick]");
    if (form) picked = pickedIn(form);
  });

  const enhance = (root) => {
    if (root.matches?.("form[data-pick]")) enhancePick(root); /* a part that was swapped in may be the form itself */
    for (const form of root.querySelectorAll("form[data-pick]")) enhancePick(form);
    for (const group of root.querySelectorAll("[data-choice-group]")) enhanceGroup(group);
    for (const list of root.querySelectorAll("[data-filtered]")) enhanceFiltered(list);
    for (const button of root.querySelectorAll("[data-formset-add]")) {
      button.hidden = false;
      button.addEventListener("click", () => addRow(button.closest("[data-formset]")));
    }
    for (const button of root.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
  };

  /* Two presses in a row are one: what is sent with the second is what was sent with the first. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    if (Date.now() - Number(form.dataset.sentAt ?? 0) < 2000) event.preventDefault();
    else form.dataset.sentAt = Date.now();
  });

  /* Open menus close with Escape and by a click elsewhere. */
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      if (!except || !menu.contains(except)) menu.open = false;
    }
  };

  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    openGroupOf(event);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("[data-menu][open]");
    closeMenus(null);
    menu?.querySelector("summary").focus();
  });

  /* Screen readers hear what a swapped list now holds; everybody sees it when the server did not answer. */
  document.addEventListener("htmx:afterSwap", (event) => {
    const message = event.target.querySelector?.("[data-announce]");
    if (message) document.getElementById("announcer").textContent = message.textContent.trim();
  });

  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) enhance(event.target);
  });

  /* Said where it is seen: what lies behind an open dialogue is not. Away again when the next attempt begins. */
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, () => {
      const place = document.querySelector("dialog[open] [data-request-failed]") ?? document.getElementById("request-failed");
      place.hidden = false;
      place.scrollIntoView({ block: "nearest" });
    });
  }

  document.addEventListener("htmx:beforeRequest", () => {
    for (const place of document.querySelectorAll("[data-request-failed]")) place.hidden = true;
  });

  enhance(document);
  focusErrors(document);
})();
