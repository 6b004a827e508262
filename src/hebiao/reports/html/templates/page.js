// Filters: what is shown of the findings, and how many that are.
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const all = [...document.querySelectorAll(".finding")];
  const said = form.querySelector("output");
  const apply = () => {
    const held = new FormData(form);
    const severities = new Set(held.getAll("severity"));
    const type = held.get("type"), table = held.get("table");
    let shown = 0;
    for (const one of all) {
      const { severity, type: own, tables } = one.dataset;
      const fits = severities.has(severity) && (!type || own === type)
        && (!table || tables.split(" ").includes(table));
      one.hidden = !fits;
      shown += fits;
    }
    for (const group of document.querySelectorAll(".group")) {
      group.hidden = !group.querySelector(".finding:not([hidden])");
    }
    said.textContent = document.documentElement.dataset.lang === "en"
      ? `${shown} of ${all.length} shown` : `显示 ${shown} / ${all.length} 项`;
  };
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("language", apply);
  document.addEventListener("reveal", () => {
    // At once: the reset's own timer may come after the frame in which what is jumped to takes the focus.
    form.reset();
    apply();
  });
  apply();
})();

// Jumps: what is jumped to is made visible, and takes the focus.
(() => {
  const arrive = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (const one of document.querySelectorAll(".here")) one.classList.remove("here");
    if (!target) return;
    for (let one = target.parentElement; one; one = one.parentElement) {
      if (one.localName === "details") one.open = true;
    }
    if (target.closest("[hidden]")) document.dispatchEvent(new Event("reveal"));
    target.classList.add("here");
    requestAnimationFrame(() => {
      if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
      target.scrollIntoView({ block: target.matches("td, th, mark, rect, g") ? "center" : "start", inline: "center" });
      target.focus({ preventScroll: true });
    });
  };
  addEventListener("hashchange", arrive);
  // A second jump to the same place changes no hash.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) setTimeout(arrive);
  });
  if (location.hash) arrive();
})();

// Identities of the figure under the pointer or the focus.
(() => {
  const store = document.getElementById("data");
  if (!store) return;
  const { rules, outcomes, cells } = JSON.parse(store.textContent);
  const tip = document.getElementById("tip");
  const order = ["fails", "cannot-tell", "rounding", "holds"];
  const names = {
    zh: { fails: "不符", "cannot-tell": "未能判断", rounding: "舍入", holds: "相符" },
    en: { fails: "fails", "cannot-tell": "cannot tell", rounding: "rounding", holds: "holds" },
  };
  const most = 12;
  let current = null;
  const make = (name, text, kind) => {
    const one = document.createElement(name);
    if (text) one.textContent = text;
    if (kind) one.className = kind;
    return one;
  };
  const fill = (own) => {
    const lang = document.documentElement.dataset.lang;
    const english = lang === "en";
    tip.replaceChildren(make("p", english
      ? `${own.length} ${own.length === 1 ? "identity holds" : "identities hold"} this figure to others`
      : `${own.length} 条勾稽关系约束此数`));
    const list = make("ul");
    for (const [verdict, rule, said, residual, unit] of own.slice(0, most)) {
      const item = make("li", "", verdict);
      item.append(make("span", names[lang][verdict], "v"));
      const title = make("bdi", `${rules[rule][english ? 2 : 1]}`);
      item.append(title);
      if (said) {
        const line = make("div");
        line.append(make("bdi", said));
        if (residual && verdict !== "holds") line.append(english ? `  (off by ${residual} ${unit})` : `（差 ${residual} ${unit}）`);
        item.append(line);
      }
      list.append(item);
    }
    tip.append(list);
    if (own.length > most) tip.append(make("p", english ? `and ${own.length - most} more` : `另有 ${own.length - most} 条`));
  };
  const place = (cell) => {
    const box = cell.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 12));
    const below = box.bottom + 6 + tip.offsetHeight < innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${below ? box.bottom + 6 : Math.max(8, box.top - 6 - tip.offsetHeight)}px`;
  };
  document.addEventListener("mousemove", (event) => { pointed = `${event.screenX},${event.screenY}`; });
  const hide = () => {
    if (!current) return;
    current.removeAttribute("aria-describedby");
    for (const one of document.querySelectorAll(".mate")) one.classList.remove("mate");
    tip.hidden = true;
    current = null;
  };
  const show = (cell) => {
    if (cell === current) return;
    hide();
    const held = (cells[cell.id.slice(1)] || []).map((number) => outcomes[number]);
    if (!held.length) return;
    held.sort((one, other) => order.indexOf(one[0]) - order.indexOf(other[0]));
    current = cell;
    fill(held);
    for (const mate of held[0][5]) {
      const one = document.getElementById(`c${mate}`);
      if (one && one !== cell) one.classList.add("mate");
    }
    cell.setAttribute("aria-describedby", "tip");
    tip.hidden = false;
    place(cell);
  };
  const figure = (target) => target instanceof Element
    && target.closest("td[id^='c'], th[id^='c'], mark[id^='c']");
  let pointed = "";
  document.addEventListener("mouseover", (event) => {
    // What scrolls under a pointer that rests is not pointed at.
    const now = `${event.screenX},${event.screenY}`;
    if (now === pointed) return;
    pointed = now;
    const cell = figure(event.target);
    if (cell) show(cell);
    else if (!tip.contains(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => { const cell = figure(event.target); if (cell) show(cell); else hide(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("language", hide);
  addEventListener("scroll", () => {
    if (!current) return;
    const { top, bottom } = current.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) hide();
    else place(current);
  }, { passive: true, capture: true });

  // One stop of the Tab key a table, and the arrows from figure to figure.
  const across = (cell, back) => {
    let one = cell;
    do one = back ? one.previousElementSibling : one.nextElementSibling;
    while (one && !one.hasAttribute("tabindex"));
    return one;
  };
  const along = (cell, up) => {
    const x = cell.getBoundingClientRect().right;
    let row = cell.parentElement;
    for (;;) {
      row = up ? row.previousElementSibling : row.nextElementSibling;
      if (!row) return null;
      const near = [...row.querySelectorAll("td[tabindex]")]
        .find((one) => Math.abs(one.getBoundingClientRect().right - x) < 4);
      if (near) return near;
    }
  };
  const moves = {
    ArrowLeft: (cell) => across(cell, true), ArrowRight: (cell) => across(cell, false),
    ArrowUp: (cell) => along(cell, true), ArrowDown: (cell) => along(cell, false),
  };
  for (const table of document.querySelectorAll(".printed")) {
    table.addEventListener("keydown", (event) => {
      const cell = event.target.closest("td[tabindex]");
      const next = cell && moves[event.key] && moves[event.key](cell);
      if (!next) return;
      event.preventDefault();
      for (const one of table.querySelectorAll("td[tabindex='0']")) one.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    });
  }
})();

// The cover's shade, on or off.
(() => {
  const button = document.getElementById("shade");
  if (!button) return;
  button.addEventListener("click", () => {
    const off = document.body.classList.toggle("uncovered");
    button.setAttribute("aria-pressed", String(!off));
  });
})();
