// The one script of the page: a slider, and a button that moves it to and fro.
"use strict";
(() => {
  const slider = document.querySelector("input[type=range]"), play = document.querySelector(".play");
  const [toOne, toOther] = document.querySelectorAll(".ends button:not(.play)");
  const pictures = [...document.querySelectorAll(".stage img")];
  const WAY = 3500, REST = 900; // milliseconds: from one end to the other, and at each end
  let running = 0;

  // Between two pictures the second one fades in over the first.
  const show = () => {
    const share = slider.valueAsNumber / Number(slider.max), place = share * (pictures.length - 1);
    const below = Math.min(Math.floor(place), pictures.length - 2);
    pictures.forEach((picture, number) => {
      const above = number === below + 1, opacity = above ? place - below : 1;
      picture.style.visibility = (number === below || (above && opacity > 0)) ? "visible" : "hidden";
      picture.style.opacity = opacity;
    });
    const percent = Math.round(100 * share);
    slider.setAttribute("aria-valuetext", `${100 - percent} % ${toOne.textContent}, ${percent} % ${toOther.textContent}`);
    toOne.setAttribute("aria-pressed", String(share === 0));
    toOther.setAttribute("aria-pressed", String(share === 1));
  };

  const stop = () => {
    cancelAnimationFrame(running);
    running = 0;
    play.textContent = "Play";
    slider.step = "1";
  };

  const start = () => {
    const eased = (share) => share * share * (3 - 2 * share);
    // Where on its way the slider stands now: halving finds what easing makes of it.
    let low = 0, high = 1;
    for (let step = 0; step < 20; step++) {
      const middle = (low + high) / 2;
      if (eased(middle) < slider.valueAsNumber / Number(slider.max)) low = middle; else high = middle;
    }
    const begun = performance.now() - low * WAY;
    play.textContent = "Pause";
    slider.step = "any";
    const next = (now) => {
      const lap = WAY + REST, at = Math.max(now - begun, 0) % (2 * lap);
      const share = Math.min((at % lap) / WAY, 1);
      slider.value = Number(slider.max) * eased(at < lap ? share : 1 - share);
      show();
      running = requestAnimationFrame(next);
    };
    running = requestAnimationFrame(next);
  };

  const go = (value) => { stop(); slider.value = value; show(); };
  slider.addEventListener("input", () => { if (running) stop(); show(); });
  toOne.addEventListener("click", () => go(0));
  toOther.addEventListener("click", () => go(slider.max));
  play.addEventListener("click", () => (running ? stop() : start()));
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); });
  document.documentElement.classList.add("moves");
  show();
})();
