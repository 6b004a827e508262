// The list: sorted by a column, narrowed by a word.
(() => {
  const table = document.querySelector(".list");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const value = (row, column) => row.cells[column].textContent.trim();
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const column = Number(button.dataset.column), head = heads[column];
    const number = head.classList.contains("n");
    const down = head.ariaSort ? head.ariaSort === "ascending" : number;
    for (const one of heads) one.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => number ? Number.parseFloat(value(row, column)) : value(row, column);
    const rows = [...body.rows].map((row) => [key(row), row]);
    rows.sort(([one], [other]) => {
      if (!number) return (down ? -1 : 1) * one.localeCompare(other, "zh");
      if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) - Number.isNaN(other);
      return (down ? -1 : 1) * (one - other);
    });
    body.append(...rows.map(([, row]) => row));
  });
  const form = document.getElementById("filter");
  const said = form.querySelector("output");
  const apply = () => {
    const word = form.elements.find.value.trim().toLowerCase(), amiss = form.elements.wrong.checked;
    let shown = 0;
    for (const row of body.rows) {
      row.hidden = (amiss && row.dataset.amiss === "0") || !row.textContent.toLowerCase().includes(word);
      shown += !row.hidden;
    }
    said.textContent = document.documentElement.dataset.lang === "en"
      ? `${shown} of ${body.rows.length} shown` : `显示 ${shown} / ${body.rows.length} 份`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("language", apply);
  apply();
})();
