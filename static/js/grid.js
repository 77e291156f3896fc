/* The matrix as a grid: arrow keys, and a dialogue to change one cell. Without this file it is a table with links. */
"use strict";

(() => {
  const rowsOf = (grid) => [...grid.tBodies[0].rows];

  /* What takes focus in a cell: the link of a row's heading, or the cell itself. */
  const target = (cell) => cell.querySelector("a") ?? cell;

  /* What comes into sight is clear of what is stuck to the edges: the headings and the totals. */
  const keepClear = (grid) => {
    const [top, bottom, left] = [grid.tHead.offsetHeight, grid.tFoot.offsetHeight, grid.tHead.rows[0].cells[0].offsetWidth];
    grid.parentElement.style.scrollPadding = `${top}px 0 ${bottom}px ${left}px`;
  };

  const focusCell = (grid, cell) => {
    const last = grid.querySelector("tbody [tabindex='0']");
    if (last && last !== target(cell)) last.tabIndex = -1;
    target(cell).tabIndex = 0;
    target(cell).focus({ preventScroll: true });
    keepClear(grid); // measured now, as the window may have changed
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const PAGE = 10;
  const STEPS = {
    ArrowUp: (row, column) => [row - 1, column],
    ArrowDown: (row, column) => [row + 1, column],
    ArrowLeft: (row, column) => [row, column - 1],
    ArrowRight: (row, column) => [row, column + 1],
    PageUp: (row, column) => [row - PAGE, column],
    PageDown: (row, column) => [row + PAGE, column],
    Home: (row, column, event) => [event.ctrlKey ? 0 : row, 0],
    End: (row, column, event) => [event.ctrlKey ? Infinity : row, Infinity],
  };

  const clamp = (number, last) => Math.max(0, Math.min(number, last));

  const move = (grid, event) => {
    const cell = event.target.closest("tbody td, tbody th");
    const step = STEPS[event.key];
    if (!cell || !step || event.altKey || event.metaKey) return;
    event.preventDefault();
    const rows = rowsOf(grid);
    const [row, column] = step(rows.indexOf(cell.parentElement), cell.cellIndex, event);
    const next = rows[clamp(row, rows.length - 1)];
    focusCell(grid, next.cells[clamp(column, next.cells.length - 1)]);
  };

  /* --- Changing a cell ---------------------------------------------------------------------------------------------- */
  const dialog = document.getElementById("editor-dialog");
  const toast = document.getElementById("toast");
  let edited = null;

  const columnOf = (grid, cell) => grid.tHead.rows[1].cells[cell.cellIndex - 1].dataset.column;

  const edit = (grid, cell) => {
    edited = cell;
    toast.hidden = true;
    const url = grid.dataset.edit.replace("/0/", `/${cell.parentElement.dataset.row}/`).replace("/0/", `/${columnOf(grid, cell)}/`);
    window.htmx.ajax("GET", url, { target: "#editor", swap: "innerHTML" });
  };

  /* What comes to be in the dialogue, at first and when an answer was not saved: first what to put right, if anything. */
  const FIRST = ["[data-error-summary]", ".state-buttons [aria-current]", ".state-buttons button"];

  const openEditor = () => {
    if (!dialog.open) dialog.showModal();
    const found = FIRST.map((selector) => dialog.querySelector(selector)).find(Boolean);
    found?.focus();
  };

  const show = (cell, saved) => {
    cell.className = `state--${saved.look.key || "none"}`;
    cell.classList.toggle("state--stale", saved.stale);
    cell.setAttribute("aria-label", saved.label);
    cell.textContent = saved.look.sign;
  };

  /* The totals of the column, and those of the whole above the grid. */
  const recount = (grid, column) => {
    const counted = rowsOf(grid).filter((row) => row.cells[column].matches(grid.tFoot.dataset.counts));
    grid.tFoot.rows[0].cells[column].textContent = counted.length;
    for (const total of document.querySelectorAll("[data-grid-total]")) {
      const number = grid.querySelectorAll(`tbody td${total.dataset.gridTotal}`).length;
      total.textContent = number.toLocaleString(document.documentElement.lang);
    }
  };

  const cellOf = (grid, saved) => {
    const row = grid.querySelector(`tr[data-row="${saved.row}"]`);
    const column = grid.tHead.querySelector(`th[data-column="${saved.column}"]`);
    return row && column ? row.cells[column.cellIndex + 1] : null;
  };

  /* The cell it is about, which from now on shows what holds there. */
  const showNow = (grid, saved) => {
    const cell = grid && cellOf(grid, saved);
    if (!cell) return null;
    show(cell, saved);
    recount(grid, cell.cellIndex);
    return cell;
  };

  const announceSaved = (saved) => {
    toast.hidden = false;
    toast.querySelector("[data-toast-text]").textContent = saved.message;
    const undo = toast.querySelector("[data-toast-undo]");
    undo.hidden = !saved.entry;
    undo.dataset.url = saved.undo;
    undo.dataset.entry = saved.entry ?? "";
    document.getElementById("announcer").textContent = saved.message;
  };

  document.addEventListener("entrySaved", (event) => {
    const grid = document.querySelector("[data-grid]");
    const cell = showNow(grid, event.detail);
    if (!cell) return;
    if (dialog.open) dialog.close();
    announceSaved(event.detail);
    focusCell(grid, cell);
  });

  document.addEventListener("entryShown", (event) => showNow(document.querySelector("[data-grid]"), event.detail));

  toast?.querySelector("[data-toast-undo]").addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    window.htmx.ajax("POST", form.dataset.url, {
      source: form,
      values: { trekk: form.dataset.entry, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value },
      swap: "none",
    });
  });

  dialog?.addEventListener("close", () => {
    const grid = document.querySelector("[data-grid]");
    if (edited?.isConnected) focusCell(grid, edited);
  });

  /* --- Wherever a matrix is, also after a filter has swapped it ------------------------------------------------------ */
  const enhance = (root) => {
    for (const grid of root.querySelectorAll("[data-grid]")) {
      grid.setAttribute("role", "grid");
      for (const link of grid.querySelectorAll("tbody th a")) link.tabIndex = -1;
      const first = grid.tBodies[0].rows[0]?.cells[1];
      if (first) first.tabIndex = 0;
      keepClear(grid);
      grid.addEventListener("keydown", (event) => {
        const cell = event.target.closest("tbody td");
        if (event.key === "Enter" && cell && grid.dataset.edit) edit(grid, cell);
        else move(grid, event);
      });
      grid.addEventListener("click", (event) => {
        const cell = event.target.closest("tbody td");
        if (!cell) return;
        focusCell(grid, cell);
        if (grid.dataset.edit) edit(grid, cell);
      });
    }
    for (const help of root.querySelectorAll(".grid-help")) help.hidden = false;
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "rows") return;
    if (toast) toast.hidden = true;
    enhance(event.target);
  });

  /* Not before the form in it is htmx's: a quick Enter would else send it as a form of another page. */
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "editor") openEditor();
  });
  enhance(document);
})();
