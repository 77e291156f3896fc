/* The tile map: one stop for Tab, arrow keys from square to square, and the name of the square in sight. Without this
   file every square is a link of its own. */
"use strict";

(() => {
  const DIRECTIONS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  const placeOf = (tile) => {
    const { e, f } = tile.transform.baseVal.consolidate().matrix;
    return [e, f];
  };

  /* The nearest square that way; one straight ahead before one to the side. */
  const neighbour = (tiles, from, [right, down]) => {
    const [x, y] = placeOf(from);
    let best = null;
    let least = Infinity;
    for (const tile of tiles) {
      const [dx, dy] = placeOf(tile).map((value, axis) => value - [x, y][axis]);
      const ahead = dx * right + dy * down;
      const aside = Math.abs(dx * down) + Math.abs(dy * right);
      if (ahead > 0 && aside <= ahead && ahead + 2 * aside < least) {
        best = tile;
        least = ahead + 2 * aside;
      }
    }
    return best;
  };

  const enhance = (map) => {
    const box = map.closest(".map-scroll"); // listens: an svg that listens to focus takes it in some browsers
    box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2; // the west of a wide map is mostly sea
    const tiles = [...map.querySelectorAll("a.tile")];
    const status = map.closest(".map-side").querySelector("[data-map-status]");
    const stopAt = (tile) => {
      for (const other of map.querySelectorAll("a.tile[tabindex='0']")) other.setAttribute("tabindex", "-1");
      tile.setAttribute("tabindex", "0");
    };
    for (const tile of tiles) tile.setAttribute("tabindex", "-1");
    stopAt(tiles[0]);

    box.addEventListener("keydown", (event) => {
      const tile = event.target.closest("a.tile");
      if (!tile || event.altKey || event.ctrlKey || event.metaKey) return;
      const ends = { Home: tiles[0], End: tiles.at(-1) };
      const direction = DIRECTIONS[event.key];
      if (!direction && !ends[event.key]) return;
      event.preventDefault();
      const next = direction ? neighbour(tiles, tile, direction) : ends[event.key];
      next?.focus();
    });

    const tell = (event) => {
      const tile = event.target.closest(".tile");
      if (!tile) return;
      status.textContent = tile.querySelector("title").textContent;
      status.hidden = false;
    };
    box.addEventListener("pointerover", tell);
    box.addEventListener("focusin", (event) => {
      const tile = event.target.closest("a.tile");
      if (tile) stopAt(tile);
      tell(event);
    });
  };

  const enhanceIn = (root) => {
    for (const map of root.querySelectorAll("[data-map]")) enhance(map);
    for (const help of root.querySelectorAll("[data-map-help]")) help.hidden = false;
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "rows") enhanceIn(event.target);
  });
  enhanceIn(document);
})();
