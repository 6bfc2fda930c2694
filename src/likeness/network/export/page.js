// The one script of the page: it draws the network on a canvas and lets people move through it.
"use strict";
(() => {
  const given = JSON.parse(document.getElementById("network").textContent);
  const { nodes, edges, colours } = given;
  const count = nodes.x.length, many = edges.one.length;
  const at = (id) => document.getElementById(id);
  const canvas = at("drawing"), pen = canvas.getContext("2d", { alpha: false });

  // Lines are costly where no graphics card draws them. They have a sheet of their own, larger than
  // the window, which is moved as a picture and drawn anew once everything rests.
  const BEYOND = 0.25; // of the window, on each side
  const EASY = 4000; // lines drawn while the slider moves; all of them once it rests
  const REST = 140; // milliseconds without a movement
  const NEAREST = 0.5, FARTHEST = 40; // zoom, against the whole network in the window
  const LEVELS = 4; // of strength: lines of one level are drawn in one go
  const ROUND = 28; // pixels left free around the whole network
  const PORTRAIT = 6; // pixels of radius from which a portrait can be told
  const NAMED = 11; // pixels of radius from which everybody is named
  const FACE = 96; // pixels of a portrait that is kept for drawing
  const MOST_FOUND = 50, MOST_NAMES = 160, STEP = 60;

  // ------------------------------------------------------------------ what there is
  const name = (node) => nodes.name[node] || given.unnamed;
  const colour = (node) => colours[nodes.colour[node]];
  const around = Array.from({ length: count }, () => []); // numbers of edges
  for (let edge = 0; edge < many; edge++) {
    around[edges.one[edge]].push(edge);
    around[edges.other[edge]].push(edge);
  }
  const alike = edges.similarity.filter((value) => value !== null);
  const low = alike.length ? alike.reduce((a, b) => Math.min(a, b)) : 0;
  const high = alike.length ? alike.reduce((a, b) => Math.max(a, b)) : 1;
  const level = edges.similarity.map((value) =>
    value === null ? -1 : Math.min(LEVELS - 1, Math.floor(LEVELS * (high > low ? (value - low) / (high - low) : 1))));
  // The strongest first: what is drawn while something moves is what matters most.
  const order = Array.from({ length: many }, (_, edge) => edge)
    .sort((a, b) => (edges.similarity[b] ?? -2) - (edges.similarity[a] ?? -2) || a - b);
  const important = Array.from({ length: count }, (_, node) => node)
    .sort((a, b) => nodes.faces[b] - nodes.faces[a] || around[b].length - around[a].length || a - b);

  const chief = new Set(important.slice(0, 36)); // whose names are there from afar

  // ------------------------------------------------------------------ how it looks now
  let wide = 1, tall = 1, dense = 1; // pixels of the page, and of the canvas for each
  let scale = 1, left = 0, top = 0; // a place (x, y) is seen at (x * scale + left, y * scale + top)
  let whole = 1; // the scale that shows everything
  let least = given.start, together = true;
  let focus = -1, near = new Set(), hovered = -1;
  let drawn = 0, resting = 0, moving = false;
  let lines_shown = 0;
  const theme = {};
  const sheet = document.createElement("canvas"), lead = sheet.getContext("2d"); // of the lines
  let drawn_at = { scale: 1, left: 0, top: 0 }, stale = true; // how the sheet lies; whether it shows something else

  const look = () => {
    const style = getComputedStyle(document.documentElement);
    for (const each of ["paper", "ink", "soft", "between", "together"]) theme[each] = style.getPropertyValue(`--${each}`).trim();
    renew();
  };
  const count_lines = () => { lines_shown = order.reduce((sum, edge) => sum + (seen(edge) ? 1 : 0), 0); };
  const draw = () => { if (!drawn) drawn = requestAnimationFrame(paint); };
  const move = () => {
    moving = true;
    canvas.dataset.rests = "false";
    clearTimeout(resting);
    resting = setTimeout(() => { moving = false; draw(); }, REST);
    draw();
  };
  const renew = () => { stale = true; move(); };
  const seen = (edge) => (edges.similarity[edge] !== null && edges.similarity[edge] >= least) || (together && edges.photos[edge] > 0);
  const size = (node) => Math.max(nodes.radius[node] * scale, 2.2);

  // ------------------------------------------------------------------ portraits, once they are needed
  const faces = new Map(); // node, to a small canvas; null while it loads or if it cannot be read
  const face = (node) => {
    const source = nodes.portrait[node];
    if (!source) return null;
    if (!faces.has(node)) {
      faces.set(node, null);
      const image = new Image();
      image.onload = () => {
        const small = document.createElement("canvas");
        small.width = small.height = FACE;
        const side = Math.min(image.naturalWidth, image.naturalHeight), brush = small.getContext("2d");
        brush.beginPath();
        brush.arc(FACE / 2, FACE / 2, FACE / 2, 0, 2 * Math.PI);
        brush.clip();
        brush.drawImage(image, (image.naturalWidth - side) / 2, (image.naturalHeight - side) / 2, side, side, 0, 0, FACE, FACE);
        faces.set(node, small);
        draw();
      };
      image.src = source;
    }
    return faces.get(node);
  };

  // ------------------------------------------------------------------ drawing
  const paint = () => {
    const begun = performance.now();
    drawn = 0;
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.globalAlpha = 1;
    pen.fillStyle = theme.paper;
    pen.fillRect(0, 0, wide + 1, tall + 1); // half pixels at the edge too
    const x = nodes.x.map((value) => value * scale + left), y = nodes.y.map((value) => value * scale + top);
    const same = drawn_at.scale === scale && drawn_at.left === left && drawn_at.top === top;
    if (stale || (!moving && (!same || drawn_at.easy))) lines(x, y);
    const grown = scale / drawn_at.scale, from = [-BEYOND * wide - drawn_at.left, -BEYOND * tall - drawn_at.top];
    pen.drawImage(sheet, from[0] * grown + left, from[1] * grown + top, (1 + 2 * BEYOND) * wide * grown, (1 + 2 * BEYOND) * tall * grown);
    const visible = discs(x, y);
    names(x, y, visible);
    pen.globalAlpha = 1;
    // For whoever looks at the page by machine: how many lines there are, and whether all are drawn.
    Object.assign(canvas.dataset, { edges: lines_shown, rests: !moving, took: (performance.now() - begun).toFixed(1) });
  };

  const lines = (x, y) => {
    const pen = lead, right = (1 + BEYOND) * wide, bottom = (1 + BEYOND) * tall;
    sheet.width = Math.round((1 + 2 * BEYOND) * wide * dense);
    sheet.height = Math.round((1 + 2 * BEYOND) * tall * dense);
    pen.setTransform(dense, 0, 0, dense, BEYOND * wide * dense, BEYOND * tall * dense);
    drawn_at = { scale, left, top, easy: moving };
    stale = false;
    const batches = new Map(), dashes = [new Path2D(), new Path2D()];
    let left_over = moving ? EASY : Infinity;
    for (const edge of order) {
      const one = edges.one[edge], other = edges.other[edge];
      const strong = edges.similarity[edge] !== null && edges.similarity[edge] >= least;
      const dashed = together && edges.photos[edge] > 0;
      if (!strong && !dashed) continue;
      if (Math.max(x[one], x[other]) < -BEYOND * wide || Math.min(x[one], x[other]) > right) continue;
      if (Math.max(y[one], y[other]) < -BEYOND * tall || Math.min(y[one], y[other]) > bottom) continue;
      if (left_over-- <= 0) break;
      const lit = focus < 0 || one === focus || other === focus;
      if (strong) {
        const same = nodes.community[one] === nodes.community[other];
        const key = `${lit ? 1 : 0}${level[edge]}${same ? colour(one) : ""}`;
        let batch = batches.get(key);
        if (!batch) batches.set(key, batch = { lit, level: level[edge], colour: same ? colour(one) : theme.between, path: new Path2D() });
        batch.path.moveTo(x[one], y[one]);
        batch.path.lineTo(x[other], y[other]);
      }
      if (dashed) {
        dashes[lit ? 1 : 0].moveTo(x[one], y[one]);
        dashes[lit ? 1 : 0].lineTo(x[other], y[other]);
      }
    }
    const busy = Math.min(1, (500 / (many || 1)) ** 0.25), closer = Math.min(2, Math.max(1, (scale / whole) ** 0.4));
    for (const key of [...batches.keys()].sort()) {
      const { lit, level, colour, path } = batches.get(key), strength = level / (LEVELS - 1);
      pen.strokeStyle = colour;
      pen.lineWidth = (0.7 + 1.5 * strength) * (focus >= 0 && lit ? 1.4 : 1);
      pen.globalAlpha = focus < 0 ? Math.min(1, (0.22 + 0.45 * strength) * busy * closer) : (lit ? 0.9 : 0.04);
      pen.stroke(path);
    }
    pen.setLineDash([5, 4]);
    pen.strokeStyle = theme.together;
    pen.lineWidth = 1;
    for (const lit of [0, 1]) {
      pen.globalAlpha = focus < 0 ? Math.min(1, 0.5 * busy * closer) : (lit ? 0.85 : 0.03);
      pen.stroke(dashes[lit]);
    }
    pen.setLineDash([]);
  };

  const discs = (x, y) => {
    const visible = [];
    for (let node = count - 1; node >= 0; node--) {
      const r = size(node);
      if (x[node] < -r || x[node] > wide + r || y[node] < -r || y[node] > tall + r) continue;
      visible.push(node);
    }
    const small = new Map(); // those that are mere dots, drawn in one go
    for (const node of visible) {
      const r = size(node), lit = focus < 0 || node === focus || near.has(node);
      pen.globalAlpha = lit ? 1 : 0.14;
      if (r <= 4 && node !== focus && node !== hovered) {
        const key = `${pen.globalAlpha} ${colour(node)}`;
        if (!small.has(key)) small.set(key, { opacity: pen.globalAlpha, colour: colour(node), path: new Path2D() });
        const { path } = small.get(key);
        path.moveTo(x[node] + r, y[node]);
        path.arc(x[node], y[node], r, 0, 2 * Math.PI);
        continue;
      }
      pen.beginPath();
      pen.arc(x[node], y[node], r, 0, 2 * Math.PI);
      pen.fillStyle = colour(node);
      pen.fill();
      if (r > 4) {
        pen.lineWidth = Math.min(2, 0.2 * r);
        pen.strokeStyle = theme.paper;
        pen.stroke();
      }
      const picture = r >= PORTRAIT ? face(node) : null;
      const inner = r - Math.max(2.4, 0.09 * r); // a ring of the community's colour stays
      if (picture) pen.drawImage(picture, x[node] - inner, y[node] - inner, 2 * inner, 2 * inner);
      if (node === focus || node === hovered) {
        pen.beginPath();
        pen.arc(x[node], y[node], r + 3, 0, 2 * Math.PI);
        pen.lineWidth = 2;
        pen.strokeStyle = theme.ink;
        pen.stroke();
      }
    }
    for (const { opacity, colour, path } of small.values()) {
      pen.globalAlpha = opacity;
      pen.fillStyle = colour;
      pen.fill(path);
    }
    return new Set(visible);
  };

  const names = (x, y, visible) => {
    pen.textAlign = "center";
    pen.textBaseline = "alphabetic";
    pen.lineJoin = "round";
    pen.font = `13px ${getComputedStyle(document.documentElement).fontFamily}`;
    const taken = [];
    let written = 0;
    const first = [focus, hovered].filter((node) => node >= 0 && visible.has(node));
    const wanted = focus < 0 ? important : important.filter((node) => near.has(node));
    for (const node of [...first, ...wanted]) {
      if (written >= MOST_NAMES) break;
      if (!visible.has(node) || !nodes.name[node]) continue;
      if (focus < 0 && node !== hovered && size(node) < NAMED && !chief.has(node)) continue;
      const text = short(nodes.name[node]), half = width(text) / 2 + 3, down = y[node] + size(node) + 15;
      const box = [x[node] - half, down - 12, x[node] + half, down + 4];
      if (!first.includes(node) && taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      taken.push(box);
      written++;
      pen.globalAlpha = 1;
      pen.strokeStyle = theme.paper;
      pen.lineWidth = 4;
      pen.strokeText(text, x[node], down);
      pen.fillStyle = theme.ink;
      pen.fillText(text, x[node], down);
    }
  };
  const widths = new Map();
  const width = (text) => {
    if (!widths.has(text)) widths.set(text, pen.measureText(text).width);
    return widths.get(text);
  };
  const short = (text) => {
    const letters = [...text];
    return letters.length > 28 ? `${letters.slice(0, 27).join("")}…` : text;
  };

  // ------------------------------------------------------------------ moving
  const fit = () => {
    const box = canvas.getBoundingClientRect();
    wide = Math.max(box.width, 1);
    tall = Math.max(box.height, 1);
    dense = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = Math.round(wide * dense);
    canvas.height = Math.round(tall * dense);
    whole = Math.max(Math.min((wide - 2 * ROUND) / given.width, (tall - 2 * ROUND) / given.height, 1.6), 0.01);
  };
  const all = () => {
    scale = whole;
    left = (wide - given.width * scale) / 2;
    top = (tall - given.height * scale) / 2;
    move();
  };
  const zoom = (times, x = wide / 2, y = tall / 2) => {
    const to = Math.min(Math.max(scale * times, NEAREST * whole), FARTHEST * whole), real = to / scale;
    left = x + (left - x) * real;
    top = y + (top - y) * real;
    scale = to;
    move();
  };
  const under = (x, y, slack) => {
    let best = -1, nearest = Infinity;
    for (let node = 0; node < count; node++) {
      const far = Math.hypot(nodes.x[node] * scale + left - x, nodes.y[node] * scale + top - y) - size(node);
      if (far <= slack && far < nearest) { nearest = far; best = node; }
    }
    return best;
  };

  const held = new Map(); // pointers that are down
  let travelled = 0;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    held.set(event.pointerId, place(event));
    if (held.size === 1) travelled = 0;
    canvas.classList.add("held");
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = place(event), before = held.get(event.pointerId);
    if (!before) {
      const node = under(...now, 2);
      if (node !== hovered) { hovered = node; canvas.classList.toggle("over", node >= 0); draw(); }
      return;
    }
    const other = [...held.entries()].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const was = Math.hypot(before[0] - other[0], before[1] - other[1]), is = Math.hypot(now[0] - other[0], now[1] - other[1]);
      if (was > 0) zoom(is / was, (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      travelled = Infinity;
    } else {
      left += now[0] - before[0];
      top += now[1] - before[1];
      travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
      move();
    }
    held.set(event.pointerId, now);
  });
  const release = (event) => {
    if (!held.delete(event.pointerId) || held.size) return;
    canvas.classList.remove("held");
    if (event.type === "pointerup" && travelled < 5) {
      const node = under(...place(event), event.pointerType === "touch" ? 12 : 3);
      if (node >= 0) attend(node); else let_go();
    }
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => { if (hovered >= 0) { hovered = -1; draw(); } });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    zoom(Math.exp(-Math.max(-200, Math.min(200, event.deltaY * lines)) / 400), ...place(event));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const ways = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
    if (ways[event.key]) { left += ways[event.key][0]; top += ways[event.key][1]; move(); }
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") all();
    else return;
    event.preventDefault();
  });

  // ------------------------------------------------------------------ focus
  const row = (node, told) => {
    const item = document.createElement("li"), button = document.createElement("button");
    const dot = document.createElement("i"), words = document.createElement("bdi");
    button.type = "button";
    dot.style.background = colour(node);
    words.textContent = name(node);
    button.append(dot, words);
    if (told) {
      const more = document.createElement("span");
      more.textContent = told;
      button.append(more);
    }
    button.addEventListener("click", () => attend(node, true));
    item.append(button);
    return item;
  };
  const photos = (number) => (number ? `${number} ${number === 1 ? "photo" : "photos"}` : "");
  const neighbours = () => {
    const shown = around[focus].filter(seen).sort((a, b) => (edges.similarity[b] ?? -2) - (edges.similarity[a] ?? -2) || a - b);
    stale = true;
    near = new Set(shown.map((edge) => (edges.one[edge] === focus ? edges.other[edge] : edges.one[edge])));
    at("neighbours").replaceChildren(...shown.map((edge) => {
      const value = edges.similarity[edge], told = [value === null ? "" : value.toFixed(2), photos(edges.photos[edge])];
      return row(edges.one[edge] === focus ? edges.other[edge] : edges.one[edge], told.filter(Boolean).join(" · "));
    }));
    const faces = given.of === "people" ? `${nodes.faces[focus].toLocaleString("en")} ${nodes.faces[focus] === 1 ? "face" : "faces"} · ` : "";
    at("facts").textContent = `${faces}${shown.length} ${shown.length === 1 ? "neighbour" : "neighbours"}`;
  };
  const attend = (node, show = false) => {
    focus = node;
    at("name").textContent = name(node);
    const source = nodes.portrait[node];
    at("portrait").hidden = !source;
    if (source) at("portrait").src = source;
    neighbours();
    at("focus").hidden = false;
    at("focus").scrollTop = 0;
    at("found").hidden = true;
    at("said").textContent = `${name(node)}: ${at("facts").textContent}`;
    if (show) {
      scale = Math.max(scale, Math.min(FARTHEST * whole, Math.max(whole, 26 / nodes.radius[node])));
      left = wide / 2 - nodes.x[node] * scale;
      top = tall / 2 - nodes.y[node] * scale;
    }
    move();
  };
  const let_go = () => {
    if (focus < 0) return;
    const inside = at("focus").contains(document.activeElement);
    focus = -1;
    near = new Set();
    stale = true;
    at("focus").hidden = true;
    at("said").textContent = "";
    if (inside) canvas.focus();
    move();
  };
  at("leave").addEventListener("click", let_go);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!at("found").hidden) at("found").hidden = true; else let_go();
  });

  // ------------------------------------------------------------------ search, threshold, buttons
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const keys = nodes.name.map((text) => plain(text || ""));
  const search = at("search");
  const look_up = () => {
    const wanted = plain(search.value.trim());
    const found = wanted ? important.filter((node) => keys[node].includes(wanted)).slice(0, MOST_FOUND) : [];
    if (wanted && !found.length) {
      const none = document.createElement("li");
      none.className = "none";
      none.textContent = "Nobody by that name";
      at("found").replaceChildren(none);
    } else at("found").replaceChildren(...found.map((node) => row(node, "")));
    at("found").hidden = !wanted;
  };
  search.addEventListener("input", look_up);
  search.addEventListener("focus", look_up);
  search.addEventListener("keydown", (event) => {
    const first = at("found").querySelector("button");
    if (event.key === "Enter" && first) first.click();
    else if (event.key === "ArrowDown" && first) first.focus();
    else return;
    event.preventDefault();
  });
  at("found").addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = document.activeElement.closest("li")?.[step]?.querySelector("button");
    (next ?? (event.key === "ArrowUp" ? search : document.activeElement)).focus();
  });
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest(".search")) at("found").hidden = true; });

  const slider = at("threshold");
  slider.min = String(Math.floor(low * 100) / 100);
  slider.max = String(Math.ceil(high * 100) / 100);
  slider.step = "0.01";
  slider.value = String(least);
  slider.disabled = !alike.length;
  const limit = () => {
    least = slider.valueAsNumber;
    at("least").textContent = least.toFixed(2);
    count_lines();
    if (focus >= 0) neighbours();
    renew();
  };
  slider.addEventListener("input", limit);
  at("together").addEventListener("change", () => {
    together = at("together").checked;
    count_lines();
    if (focus >= 0) neighbours();
    renew();
  });
  at("closer").addEventListener("click", () => zoom(1.5));
  at("farther").addEventListener("click", () => zoom(1 / 1.5));
  at("whole").addEventListener("click", all);

  new ResizeObserver(() => {
    const before = [wide, tall, scale / whole, (wide / 2 - left) / scale, (tall / 2 - top) / scale];
    fit();
    if (before[0] === wide && before[1] === tall) return draw(); // the first call only says how it is
    // What was in the middle stays there.
    scale = whole * before[2];
    left = wide / 2 - before[3] * scale;
    top = tall / 2 - before[4] * scale;
    renew();
  }).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look);
  fit();
  all();
  limit();
  look();
})();
