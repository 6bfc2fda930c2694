// The one script of a report. Text from the data is only ever written as text, never as markup.
"use strict";
(() => {
  const INK = "#1b1d21", FONT = getComputedStyle(document.documentElement).fontFamily;

  // What canvases take from the page's theme. On paper they are always light.
  const LIGHT = { ink: INK, soft: "#41454d", paper: "#fff", blank: "#dfe0e3", veil: "rgb(255 255 255 / 62%)", halo: "rgb(255 255 255 / 88%)", dim: "#cfd2d8", alpha: 0.82 };
  const DARK = { ink: "#e9eaec", soft: "#b6bbc4", paper: "#1c1f24", blank: "#3d424b", veil: "rgb(28 31 36 / 62%)", halo: "rgb(28 31 36 / 88%)", dim: "#4a4f58", alpha: 1 };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let tone = dark.matches ? DARK : LIGHT;

  // ---------------------------------------------------------------- elements

  const make = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };

  const button = (text, label, act) => {
    const made = make("button", { type: "button", className: "button", textContent: text });
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };

  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

  // ---------------------------------------------------------------- the command, tables, plots

  const copyable = (box) => {
    const code = box.querySelector("code");
    const copy = button("Copy", "Copy the command", async () => {
      let done = true;
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        getSelection().selectAllChildren(code);
        done = document.execCommand("copy");
      }
      copy.textContent = done ? "Copied" : "Selected";
      setTimeout(() => { copy.textContent = "Copy"; }, 2000);
    });
    box.append(copy);
  };

  const key = (cell) => {
    if (!cell) return null;
    if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
    return cell.querySelector(".missing") ? null : cell.textContent.trim();
  };

  const compare = (first, second) => {
    if (typeof first === "number" && typeof second === "number") return first - second;
    return String(first).localeCompare(String(second), undefined, { numeric: true });
  };

  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
    if (body.rows.length < 3) return;
    heads.forEach((head, column) => {
      // Over the text, not around it: print repeats a table's header, but no buttons in it.
      const sort = make("button", { type: "button" });
      sort.setAttribute("aria-label", `Sort by ${head.textContent.trim()}`);
      head.append(sort);
      sort.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "descending" : "ascending");
        const rows = [...body.rows].map((row) => [key(row.cells[column]), row]);
        rows.sort(([first], [second]) => {
          if (first === null || second === null) return (first === null) - (second === null);
          return up ? compare(second, first) : compare(first, second);
        });
        body.append(...rows.map(([, row]) => row));
      });
    });
  };

  const enlargeable = (plot) => {
    const small = plot.querySelector("img");
    plot.querySelector(".under").append(button("Enlarge", `Enlarge: ${small.alt}`, () => {
      const large = make("img", { src: small.src, alt: small.alt });
      large.width = Math.max(small.naturalWidth * 1.6, innerWidth - 64);
      const dialog = make("dialog", { ariaLabel: small.alt }, make("div", { className: "sheet" }, large));
      dialog.append(button("Close", "", () => dialog.close()));
      dialog.addEventListener("close", () => dialog.remove());
      document.body.append(dialog);
      dialog.showModal();
    }));
  };

  // Says at the right edge that there is more to scroll to, and lets keys scroll what is wider.
  const edged = (edge) => {
    const frame = edge.firstElementChild;
    const tell = () => {
      edge.toggleAttribute("data-more", frame.scrollWidth - frame.clientWidth - frame.scrollLeft > 2);
      if (frame.scrollWidth > frame.clientWidth + 2) frame.tabIndex = 0; // a table has it in any case
    };
    frame.addEventListener("scroll", tell, { passive: true });
    new ResizeObserver(tell).observe(frame);
    tell();
  };

  // ---------------------------------------------------------------- what both explorers share

  const sharpen = (canvas, width, height) => {
    const ratio = Math.min(3, Math.max(2, devicePixelRatio || 1)); // 2 at least: print stays crisp
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const brush = canvas.getContext("2d");
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    return brush;
  };

  const lazily = (draw) => {
    let asked = false;
    return () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => { asked = false; draw(); });
    };
  };

  const fitting = (brush, text, width) => {
    if (brush.measureText(text).width <= width) return text;
    const letters = [...text];
    let low = 0, high = letters.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (brush.measureText(letters.slice(0, middle).join("") + "…").width <= width) low = middle;
      else high = middle - 1;
    }
    return letters.slice(0, low).join("") + "…";
  };

  const tipOn = (stage, canvas) => {
    const tip = make("div", { className: "tip", hidden: true });
    stage.append(tip);
    return {
      hide() { tip.hidden = true; },
      show(x, y, ...content) {
        tip.replaceChildren(...content);
        tip.hidden = false;
        const box = stage.getBoundingClientRect(), area = canvas.getBoundingClientRect();
        const left = area.left - box.left + x, top = area.top - box.top + y;
        const right = left + 16 + tip.offsetWidth < stage.clientWidth;
        tip.style.left = `${right ? left + 14 : Math.max(4, left - 14 - tip.offsetWidth)}px`;
        tip.style.top = `${clamp(top + 14, 4, Math.max(4, stage.clientHeight - tip.offsetHeight - 4))}px`;
      },
    };
  };

  // Wheel, drag, keys and buttons on a canvas. A wheel scrolls the page until the picture is clicked.
  const steer = (canvas, moves) => {
    let from = null, moved = false;
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    canvas.addEventListener("wheel", (event) => {
      if (document.activeElement !== canvas && !event.ctrlKey) return;
      event.preventDefault();
      const lines = event.deltaMode === 1 ? 20 : 1;
      moves.zoom(Math.exp(-clamp(event.deltaY * lines, -200, 200) / 300), ...at(event));
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = at(event);
      moved = false;
      canvas.focus({ preventScroll: true, focusVisible: false });
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      const [x, y] = at(event);
      if (!from) { moves.hover(x, y); return; }
      if (!moved && Math.hypot(x - from[0], y - from[1]) < 4) return;
      moved = true;
      canvas.classList.add("drag");
      moves.pan(x - from[0], y - from[1]);
      from = [x, y];
    });
    const end = (event) => {
      if (from && !moved && event.type === "pointerup") moves.pick(...at(event));
      from = null;
      canvas.classList.remove("drag");
    };
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    canvas.addEventListener("pointerleave", (event) => {
      if (!from && event.pointerType !== "touch") moves.leave(); // a finger leaves with every tap
    });
    canvas.addEventListener("blur", () => moves.leave());
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const step = arrows[event.key];
      if (step) moves.step(...step);
      else if (event.key === "+" || event.key === "=") moves.zoom(1.5);
      else if (event.key === "-") moves.zoom(1 / 1.5);
      else if (event.key === "0") moves.reset();
      else if (event.key === "Enter" || event.key === " ") moves.enter();
      else if (event.key === "Escape") moves.clear();
      else return;
      event.preventDefault();
    });
  };

  let lists = 0;
  const toolbar = (names, moves, find) => {
    const id = `people-${++lists}`;
    const search = make("input", { type: "search", placeholder: "Find a person", ariaLabel: "Find a person", autocomplete: "off" });
    search.setAttribute("list", id);
    const options = make("datalist", { id }, ...names.map((name) => make("option", { value: name })));
    search.addEventListener("input", () => find(search.value));
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      search.value = "";
      find("");
    });
    const bar = make("div", { className: "tools" }, search, options,
      button("+", "Zoom in", () => moves.zoom(1.5)),
      button("\u2212", "Zoom out", () => moves.zoom(1 / 1.5)),
      button("Whole", "Show the whole picture", () => moves.reset()),
      make("span", { className: "hint", textContent: matchMedia("(hover: none)").matches ? "Tap to see more" : "Click, then scroll to zoom and drag to move" }));
    return { bar, search };
  };

  const matching = (names, text) => {
    const wanted = text.trim().toLocaleLowerCase();
    if (!wanted) return -1;
    const folded = names.map((name) => name.toLocaleLowerCase());
    for (const fits of [(name) => name === wanted, (name) => name.startsWith(wanted), (name) => name.includes(wanted)]) {
      const row = folded.findIndex(fits);
      if (row >= 0) return row;
    }
    return -1;
  };

  // ---------------------------------------------------------------- heat map

  // From blue (unlike) over a pale grey to red (alike): told apart with every kind of colour vision.
  const STOPS = [[20, 62, 122], [53, 113, 178], [126, 176, 216], [205, 224, 238], [246, 244, 241], [249, 212, 190], [232, 146, 116], [197, 66, 62], [122, 12, 34]];

  const shade = (share) => {
    const place = clamp(share, 0, 1) * (STOPS.length - 1), below = Math.min(STOPS.length - 2, Math.floor(place));
    return STOPS[below].map((part, band) => Math.round(part + (STOPS[below + 1][band] - part) * (place - below)));
  };

  const heat = (stage, data) => {
    const { names, values } = data, count = names.length;
    const known = values.flat().filter((value) => value !== null);
    let low = data.low ?? known.reduce((least, value) => Math.min(least, value), Infinity);
    let high = data.high ?? known.reduce((most, value) => Math.max(most, value), -Infinity);
    if (!(high > low)) { const middle = Number.isFinite(low) ? low : 0; low = middle - 0.5; high = middle + 0.5; }
    const share = (value) => (data.higherIsAlike ? value - low : high - value) / (high - low);
    const valueAt = (row, column) => values[row]?.[column] ?? null;
    const places = Math.abs(high - low) < 0.2 ? 3 : 2;
    const written = (value) => value.toFixed(places + 1).replace("-", "\u2212");

    const bitmap = make("canvas", { width: Math.max(1, count), height: Math.max(1, count) });
    if (count) {
      const paint = bitmap.getContext("2d"), image = paint.createImageData(count, count);
      for (let row = 0; row < count; row++) for (let column = 0; column < count; column++) {
        const value = valueAt(row, column);
        image.data.set(value === null ? [0, 0, 0, 0] : [...shade(share(value)), 255], 4 * (row * count + column));
      }
      paint.putImageData(image, 0, 0);
    }

    const view = { x: 0, y: 0, span: count };
    let left = 0, top = 0, side = 0, over = null, chosen = -1, brush = null;
    const canvas = make("canvas", { tabIndex: 0 });
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", `Matrix of ${count} people: ${data.label}. Arrow keys move from cell to cell, plus and minus zoom, Enter chooses the person of the row.`);
    const spoken = make("p", { className: "hidden" });
    spoken.setAttribute("aria-live", "polite");
    const answer = make("p", { className: "answer" });

    const draw = () => {
      if (!brush) return;
      const cell = side / view.span, first = (start) => Math.max(0, Math.floor(start)), last = (start) => Math.min(count, Math.ceil(start + view.span));
      const rows = [first(view.y), last(view.y)], columns = [first(view.x), last(view.x)];
      const px = (column) => left + (column - view.x) * cell, py = (row) => top + (row - view.y) * cell;
      brush.clearRect(0, 0, left + side + 2, top + side + 2);
      brush.save();
      brush.beginPath();
      brush.rect(left, top, side, side);
      brush.clip();
      brush.fillStyle = tone.blank;
      brush.fillRect(left, top, side, side);
      brush.imageSmoothingEnabled = cell < 1;
      brush.drawImage(bitmap, px(0), py(0), count * cell, count * cell);
      if (cell >= 12) grid(cell, rows, columns, px, py);
      if (cell >= 34) numbers(cell, rows, columns, px, py);
      if (chosen >= 0) cross(chosen, chosen, cell, px, py);
      if (over) {
        brush.lineWidth = 2;
        brush.strokeStyle = INK;
        brush.strokeRect(px(over[1]) + 0.5, py(over[0]) + 0.5, Math.max(3, cell - 1), Math.max(3, cell - 1));
      }
      brush.restore();
      labels(cell, rows, columns, px, py);
    };

    const grid = (cell, rows, columns, px, py) => {
      brush.strokeStyle = tone.paper;
      brush.lineWidth = cell >= 24 ? 1.5 : 0.75;
      brush.beginPath();
      for (let column = columns[0]; column <= columns[1]; column++) { brush.moveTo(px(column), top); brush.lineTo(px(column), top + side); }
      for (let row = rows[0]; row <= rows[1]; row++) { brush.moveTo(left, py(row)); brush.lineTo(left + side, py(row)); }
      brush.stroke();
    };

    const numbers = (cell, rows, columns, px, py) => {
      brush.font = `${clamp(cell * 0.27, 10, 14)}px ${FONT}`;
      brush.textAlign = "center";
      brush.textBaseline = "middle";
      for (let row = rows[0]; row < rows[1]; row++) for (let column = columns[0]; column < columns[1]; column++) {
        const value = valueAt(row, column);
        if (value === null) continue;
        brush.fillStyle = Math.abs(share(value) - 0.5) > 0.3 ? "#fff" : INK;
        brush.fillText(value.toFixed(places).replace("-", "\u2212"), px(column) + cell / 2, py(row) + cell / 2);
      }
    };

    const cross = (row, column, cell, px, py) => {
      const x = px(column), y = py(row), end = left + side, foot = top + side;
      brush.fillStyle = tone.veil;
      for (const [a, b, c, d] of [[left, top, x, y], [x + cell, top, end, y], [left, y + cell, x, foot], [x + cell, y + cell, end, foot]]) {
        if (c > a && d > b) brush.fillRect(Math.max(a, left), Math.max(b, top), Math.min(c, end) - Math.max(a, left), Math.min(d, foot) - Math.max(b, top));
      }
    };

    const labels = (cell, rows, columns, px, py) => {
      const size = clamp(cell * 0.8, 9.5, 12.5), every = Math.max(1, Math.ceil((size + 1.5) / cell));
      const shownOne = (place, edge) => place + cell / 2 >= edge - 1 && place + cell / 2 <= edge + side + 1;
      const held = new Set([chosen, over ? over[0] : -1]), heldAcross = new Set([chosen, over ? over[1] : -1]);
      const near = (line, of, step) => every > 1 && [...of].some((one) => one >= 0 && one !== line && Math.abs(one - line) * cell < step);
      const write = (text, strong, width) => {
        brush.font = `${strong ? "600 " : ""}${strong ? Math.max(size, 11) : size}px ${FONT}`;
        brush.fillStyle = strong ? tone.ink : tone.soft;
        return fitting(brush, text, width);
      };
      brush.textBaseline = "middle";
      brush.textAlign = "right";
      for (let row = rows[0]; row < rows[1]; row++) {
        const strong = held.has(row);
        if (!shownOne(py(row), top) || (!strong && (row % every || near(row, held, size + 3)))) continue;
        brush.fillText(write(names[row], strong, left - 8), left - 6, py(row) + cell / 2);
      }
      const upright = cell < 58;
      for (let column = columns[0]; column < columns[1]; column++) {
        const strong = heldAcross.has(column);
        if (!shownOne(px(column), left) || (!strong && (column % every || near(column, heldAcross, size + 3)))) continue;
        brush.save();
        brush.translate(px(column) + cell / 2, top - 6);
        if (upright) brush.rotate(-Math.PI / 2);
        brush.textAlign = upright ? "left" : "center";
        brush.textBaseline = upright ? "middle" : "bottom";
        brush.fillText(write(names[column], strong, upright ? top - 8 : cell - 6), 0, 0);
        brush.restore();
      }
    };

    const redraw = lazily(draw), tip = tipOn(stage, canvas);
    const settle = () => {
      view.span = clamp(view.span, Math.min(count, 3), count);
      view.x = clamp(view.x, 0, count - view.span);
      view.y = clamp(view.y, 0, count - view.span);
      canvas.classList.toggle("zoomed", view.span < count);
      redraw();
    };
    const cellAt = (x, y) => {
      const column = Math.floor(view.x + (x - left) / side * view.span), row = Math.floor(view.y + (y - top) / side * view.span);
      const inside = x >= left && y >= top && x < left + side && y < top + side && row < count && column < count;
      return inside ? [row, column] : null;
    };
    const sentence = (row, column) => {
      const value = valueAt(row, column);
      return value === null ? "no value" : written(value);
    };
    const point = (found) => {
      over = found;
      if (over) {
        const cell = side / view.span;
        const who = over[0] === over[1] ? names[over[0]] : `${names[over[0]]} and ${names[over[1]]}`;
        tip.show(left + (over[1] + 1 - view.x) * cell - 6, top + (over[0] + 1 - view.y) * cell - 6,
          make("strong", { textContent: sentence(...over) }), make("span", { textContent: who }));
      } else tip.hide();
      redraw();
    };
    const choose = (row) => {
      chosen = row;
      if (row < 0) { answer.textContent = count > 2 ? "Choose a person to see who is most like them." : ""; redraw(); return; }
      const others = names.map((name, other) => [valueAt(row, other) ?? valueAt(other, row), name, other])
        .filter(([value, , other]) => value !== null && other !== row).sort((first, second) => share(second[0]) - share(first[0]));
      const listed = (some) => some.map(([value, name]) => `${name} ${written(value)}`).join(", ");
      answer.replaceChildren(make("strong", { textContent: names[row] }),
        others.length ? ` is most like ${listed(others.slice(0, 5))}` : " has nobody to be compared with",
        others.length > 5 ? `; least like ${listed(others.slice(-1))}.` : ".");
      if (view.span < count) { view.x = row + 0.5 - view.span / 2; view.y = row + 0.5 - view.span / 2; }
      settle();
    };
    const moves = {
      zoom(factor, x = left + side / 2, y = top + side / 2) {
        const span = clamp(view.span / factor, Math.min(count, 3), count);
        view.x += (clamp(x - left, 0, side) / side) * (view.span - span);
        view.y += (clamp(y - top, 0, side) / side) * (view.span - span);
        view.span = span;
        tip.hide();
        settle();
      },
      pan(dx, dy) { view.x -= dx / side * view.span; view.y -= dy / side * view.span; tip.hide(); settle(); },
      hover(x, y) { point(cellAt(x, y)); },
      leave() { point(null); },
      pick(x, y) {
        const found = cellAt(x, y);
        if (found) point(found);
        else if (x < left && y >= top) choose(Math.floor(view.y + (y - top) / side * view.span));
        else if (y < top && x >= left) choose(Math.floor(view.x + (x - left) / side * view.span));
      },
      step(dx, dy) {
        const from = over ?? [Math.floor(view.y), Math.floor(view.x) - dx];
        const next = [clamp(from[0] + (over ? dy : 0), 0, count - 1), clamp(from[1] + dx, 0, count - 1)];
        view.y = clamp(view.y, next[0] + 1 - view.span, next[0]);
        view.x = clamp(view.x, next[1] + 1 - view.span, next[1]);
        settle();
        point(next);
        spoken.textContent = `${names[next[0]]} and ${names[next[1]]}: ${sentence(...next)}`;
      },
      reset() { view.x = 0; view.y = 0; view.span = count; settle(); },
      enter() { if (over) choose(over[0]); },
      clear() { point(null); choose(-1); tools.search.value = ""; },
    };
    const tools = toolbar(names, moves, (text) => choose(matching(names, text)));

    const strip = make("canvas"), bar = make("div", { className: "scale" },
      make("span", { textContent: `${data.label} (white: the middle of this set's values)` }), make("span", { textContent: written(data.higherIsAlike ? low : high) }), strip, make("span", { textContent: `${written(data.higherIsAlike ? high : low)} (more alike)` }));
    if (values.some((row) => row.some((value) => value === null))) bar.append(make("span", { className: "blank" }), make("span", { textContent: "no value" }));
    stage.append(tools.bar, canvas, bar, answer, spoken);
    if (count) steer(canvas, moves);

    const layout = () => {
      const width = Math.floor(stage.clientWidth - 24);
      if (width < 60 || !count) return;
      const measure = canvas.getContext("2d");
      measure.font = `600 12.5px ${FONT}`;
      const longest = names.reduce((most, name) => Math.max(most, measure.measureText(name).width), 0) + 14;
      left = Math.ceil(Math.min(longest, width * 0.26, 170));
      const room = Math.min(width - left - 2, 780), cell = clamp(room / count, 0, 96);
      side = Math.floor(cell * count);
      top = side / count < 58 ? Math.ceil(Math.min(longest, 150)) : 26;
      brush = sharpen(canvas, left + side + 2, top + side + 2);
      draw();
      const paint = sharpen(strip, 176, 11);
      for (let x = 0; x < 176; x++) { paint.fillStyle = `rgb(${shade(x / 175).join(" ")})`; paint.fillRect(x, 0, 1.5, 11); }
    };
    choose(-1);
    return layout;
  };

  // ---------------------------------------------------------------- map of faces

  // As in the still picture (plots/theme.py and plots/points.py): 8 colours after Okabe and Ito
  // (https://jfly.uni-koeln.de/color/) and 4 shapes, in the order of names. Neighbours differ in both.
  const PEOPLE = ["#0072b2", "#d55e00", "#009e73", "#c96a9f", "#3a9fd8", "#b07d00", "#8c64c8", "#7a7f87"];
  const SHAPES = [
    (brush, x, y, size) => { brush.moveTo(x + size, y); brush.arc(x, y, size, 0, 2 * Math.PI); },
    (brush, x, y, size) => brush.rect(x - 0.88 * size, y - 0.88 * size, 1.76 * size, 1.76 * size),
    (brush, x, y, size) => corners(brush, [x, y - 1.2 * size], [x + 1.12 * size, y + 0.85 * size], [x - 1.12 * size, y + 0.85 * size]),
    (brush, x, y, size) => corners(brush, [x, y - 1.25 * size], [x + 1.25 * size, y], [x, y + 1.25 * size], [x - 1.25 * size, y]),
  ];
  const corners = (brush, first, ...others) => {
    brush.moveTo(...first);
    others.forEach((corner) => brush.lineTo(...corner));
    brush.closePath();
  };
  const colourOf = (person) => PEOPLE[person % PEOPLE.length] ?? PEOPLE.at(-1);
  const shapeOf = (person) => SHAPES[(person % PEOPLE.length + Math.floor(person / PEOPLE.length)) % SHAPES.length] ?? SHAPES[0];

  const atlas = (stage, data) => {
    const { x: xs, y: ys, people, labels, crops } = data, count = xs.length;
    const nameOf = (person) => data.names[person] ?? "nobody";
    const members = new Map();
    people.forEach((person, row) => { if (!members.has(person)) members.set(person, []); members.get(person).push(row); });
    const ranked = [...members.keys()].sort((first, second) => members.get(second).length - members.get(first).length || first - second);
    const listed = [...ranked].sort((first, second) => first - second); // the order of names
    const ends = (numbers) => numbers.reduce(([low, high], number) => [Math.min(low, number), Math.max(high, number)], [Infinity, -Infinity]);
    const [west, east] = count ? ends(xs) : [0, 1], [south, north] = count ? ends(ys) : [0, 1];
    const wide = Math.max(east - west, 1e-9), high = Math.max(north - south, 1e-9);

    // A grid over the faces, as one list of rows with the start of each square: what is near is found fast.
    const squares = Math.max(1, Math.min(256, Math.ceil(Math.sqrt(count / 2))));
    const column = (x) => clamp(Math.floor((x - west) / wide * squares), 0, squares - 1);
    const line = (y) => clamp(Math.floor((y - south) / high * squares), 0, squares - 1);
    const starts = new Int32Array(squares * squares + 1), sorted = new Int32Array(count);
    const square = xs.map((x, row) => line(ys[row]) * squares + column(x));
    square.forEach((place) => { starts[place + 1]++; });
    for (let place = 0; place < squares * squares; place++) starts[place + 1] += starts[place];
    const next = starts.slice();
    square.forEach((place, row) => { sorted[next[place]++] = row; });

    const canvas = make("canvas", { tabIndex: 0 });
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", `Map of ${count} faces of ${ranked.length} people. Arrow keys move to the next face in that direction, plus and minus zoom, Enter highlights the person.`);
    const spoken = make("p", { className: "hidden" });
    spoken.setAttribute("aria-live", "polite");
    const legend = make("div", { className: "legend", role: "group", ariaLabel: "People, with their number of faces" });
    const view = { x: (west + east) / 2, y: (south + north) / 2, zoom: 1 };
    const lit = new Set();
    let width = 0, height = 0, scale = 1, over = -1, brush = null;
    const px = (row) => (xs[row] - view.x) * scale * view.zoom + width / 2;
    const py = (row) => height / 2 - (ys[row] - view.y) * scale * view.zoom;
    const radius = () => (count > 8000 ? 1.7 : count > 1500 ? 2.4 : count > 300 ? 3.4 : 4.6) * Math.min(2.4, view.zoom ** 0.35);

    const dots = (rows, size, shape) => {
      brush.beginPath();
      for (const row of rows) {
        const x = px(row), y = py(row);
        if (x < -9 || y < -9 || x > width + 9 || y > height + 9) continue;
        shape(brush, x, y, size);
      }
      brush.fill();
    };
    const middle = (numbers) => numbers.sort((first, second) => first - second)[numbers.length >> 1];
    const draw = () => {
      if (!brush) return;
      const size = radius();
      brush.clearRect(0, 0, width, height);
      for (const person of ranked) {
        if (lit.size && lit.has(person)) continue;
        brush.globalAlpha = lit.size ? 0.5 : tone.alpha;
        brush.fillStyle = lit.size ? tone.dim : colourOf(person);
        dots(members.get(person), size, shapeOf(person));
      }
      brush.globalAlpha = 1;
      for (const person of lit) { brush.fillStyle = colourOf(person); dots(members.get(person) ?? [], size + 0.6, shapeOf(person)); }
      const written = [], clear = ([left, top, right, foot]) => written.every((box) => right < box[0] || left > box[2] || foot < box[1] || top > box[3]);
      const titled = lit.size ? [...lit] : ranked.length <= 24 ? ranked : [];
      brush.font = `600 12.5px ${FONT}`;
      brush.textAlign = "center";
      brush.textBaseline = "bottom";
      brush.lineJoin = "round";
      for (const person of titled) {
        const seen = (members.get(person) ?? []).filter((row) => px(row) >= 0 && px(row) <= width && py(row) >= 0 && py(row) <= height);
        if (!seen.length) continue;
        const x = middle(seen.map(px)), y = seen.reduce((least, row) => Math.min(least, py(row)), height) - size - 3;
        const text = fitting(brush, nameOf(person), 150), half = brush.measureText(text).width / 2;
        brush.strokeStyle = tone.halo;
        brush.lineWidth = 4;
        brush.fillStyle = tone.ink;
        const place = [clamp(x, half + 2, Math.max(half + 2, width - half - 2)), clamp(y, 15, height - 2)];
        const box = [place[0] - half, place[1] - 14, place[0] + half, place[1]];
        if (!lit.size && !clear(box)) continue; // the legend still tells it
        written.push(box);
        brush.strokeText(text, ...place);
        brush.fillText(text, ...place);
      }
      if (over >= 0) {
        brush.beginPath();
        brush.arc(px(over), py(over), size + 3, 0, 2 * Math.PI);
        brush.strokeStyle = tone.ink;
        brush.lineWidth = 2;
        brush.stroke();
      }
    };
    const redraw = lazily(draw), tip = tipOn(stage, canvas);

    const nearest = (x, y, reach) => {
      const factor = scale * view.zoom, at = [(x - width / 2) / factor + view.x, (height / 2 - y) / factor + view.y], far = reach / factor;
      let best = -1, least = far * far;
      for (let up = line(at[1] - far); up <= line(at[1] + far); up++) for (let across = column(at[0] - far); across <= column(at[0] + far); across++) {
        const place = up * squares + across;
        for (let index = starts[place]; index < starts[place + 1]; index++) {
          const row = sorted[index], distance = (xs[row] - at[0]) ** 2 + (ys[row] - at[1]) ** 2;
          if (lit.size && !lit.has(people[row])) continue;
          if (distance <= least) { least = distance; best = row; }
        }
      }
      return best;
    };
    const point = (row) => {
      if (row === over && row >= 0) return;
      over = row;
      if (row < 0) tip.hide();
      else {
        const content = [make("strong", { textContent: nameOf(people[row]) }), make("small", { textContent: labels[row] })];
        if (crops[row]) content.unshift(make("img", { src: `data:image/webp;base64,${crops[row]}`, alt: "" }));
        tip.show(px(row), py(row), ...content);
      }
      redraw();
    };
    const settle = () => {
      view.zoom = clamp(view.zoom, 1, 60);
      const slack = 0.5 / view.zoom;
      view.x = view.zoom === 1 ? (west + east) / 2 : clamp(view.x, west - wide * slack, east + wide * slack);
      view.y = view.zoom === 1 ? (south + north) / 2 : clamp(view.y, south - high * slack, north + high * slack);
      canvas.classList.toggle("zoomed", view.zoom > 1);
      redraw();
    };
    const light = (chosen) => {
      lit.clear();
      chosen.forEach((person) => lit.add(person));
      for (const entry of legend.children) entry.setAttribute("aria-pressed", String(lit.has(Number(entry.dataset.person))));
      redraw();
    };
    const toggle = (person) => light(lit.has(person) ? [...lit].filter((other) => other !== person) : [...lit, person]);
    const moves = {
      zoom(factor, x = width / 2, y = height / 2) {
        const before = scale * view.zoom, after = scale * clamp(view.zoom * factor, 1, 60);
        view.x += (x - width / 2) * (1 / before - 1 / after);
        view.y -= (y - height / 2) * (1 / before - 1 / after);
        view.zoom = after / scale;
        tip.hide();
        over = -1;
        settle();
      },
      pan(dx, dy) { view.x -= dx / (scale * view.zoom); view.y += dy / (scale * view.zoom); tip.hide(); over = -1; settle(); },
      hover(x, y) { point(nearest(x, y, 14)); },
      leave() { point(-1); },
      pick(x, y) {
        const row = nearest(x, y, 14);
        point(row);
        if (row < 0 && lit.size) light([]);
      },
      step(dx, dy) {
        const from = over >= 0 ? [px(over), py(over)] : [width / 2, height / 2];
        let best = -1, least = Infinity;
        for (let row = 0; row < count; row++) {
          if (row === over || (lit.size && !lit.has(people[row]))) continue;
          const x = px(row) - from[0], y = py(row) - from[1], along = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
          if ((over >= 0 && (along <= 0 || aside > along)) || px(row) < 0 || py(row) < 0 || px(row) > width || py(row) > height) continue;
          const distance = Math.hypot(x, y);
          if (distance < least) { least = distance; best = row; }
        }
        if (best < 0) return;
        point(best);
        spoken.textContent = `${nameOf(people[best])}, ${labels[best]}`;
      },
      reset() { view.zoom = 1; over = -1; tip.hide(); settle(); },
      enter() { if (over >= 0) toggle(people[over]); },
      clear() { point(-1); light([]); tools.search.value = ""; },
    };
    const find = (text) => {
      const wanted = text.trim().toLocaleLowerCase();
      const found = wanted ? ranked.filter((person) => nameOf(person).toLocaleLowerCase().includes(wanted)) : [];
      for (const entry of legend.children) entry.hidden = Boolean(wanted) && !found.includes(Number(entry.dataset.person));
      light(found);
    };
    const tools = toolbar(listed.map(nameOf), moves, find);
    for (const person of listed) {
      const swatch = make("canvas"), paint = sharpen(swatch, 13, 13);
      paint.fillStyle = colourOf(person);
      shapeOf(person)(paint, 6.5, 6.5, 4.6);
      paint.fill();
      const entry = make("button", { type: "button" }, swatch, make("span", { textContent: nameOf(person) }), make("small", { textContent: String(members.get(person).length) }));
      entry.dataset.person = String(person);
      entry.setAttribute("aria-pressed", "false");
      entry.addEventListener("click", () => toggle(person));
      legend.append(entry);
    }
    const frame = make("div");
    frame.append(canvas);
    stage.append(tools.bar, make("div", { className: "atlas" }, frame, legend), spoken);
    if (count) steer(canvas, moves);

    return () => {
      width = Math.floor(frame.clientWidth);
      if (width < 60) return;
      height = Math.round(clamp(width * 0.72, 260, 640));
      scale = Math.min((width - 56) / wide, (height - 64) / high);
      brush = sharpen(canvas, width, height);
      draw();
    };
  };

  // ---------------------------------------------------------------- start

  const explorers = { heat, map: atlas }, layouts = [];
  const dress = (next) => {
    if (tone === next) return;
    tone = next;
    layouts.forEach((layout) => layout());
  };
  const follow = () => dress(dark.matches ? DARK : LIGHT);
  dark.addEventListener("change", follow);
  addEventListener("beforeprint", () => dress(LIGHT));
  addEventListener("afterprint", follow);
  const bring = (figure) => {
    const stage = figure.querySelector(".stage");
    try {
      const data = JSON.parse(document.getElementById(figure.dataset.from).textContent);
      const layout = explorers[figure.dataset.kind](stage, data);
      figure.dataset.live = "";
      layout();
      layouts.push(layout);
      let before = stage.clientWidth;
      new ResizeObserver(() => {
        if (stage.clientWidth === before || matchMedia("print").matches) return;
        before = stage.clientWidth;
        layout();
      }).observe(stage);
    } catch (problem) {
      delete figure.dataset.live; // the still picture, or the sentence in its place, stays
      console.error(problem);
    }
  };

  document.querySelectorAll(".command").forEach(copyable);
  document.querySelectorAll(".table table").forEach(sortable);
  document.querySelectorAll(".plot").forEach(enlargeable);
  document.querySelectorAll(".edge").forEach(edged);
  document.querySelectorAll(".explore").forEach(bring);
  document.documentElement.dataset.ready = "";
})();
