// One table for every page: a plain one, or a tree (role treegrid) whose rows open. Rows come as data, deepest last;
// what a click means is decided in Python: the component only tells which row it was.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const had = root.getRootNode().activeElement
  const row = had?.closest?.("tr")?.dataset.id
  const onButton = had && had.tagName !== "TR" ? had.className : null
  const scrolled = root.querySelector(".scroll")?.scrollLeft || 0
  const act = (what, id) => setTriggerValue("act", { [what]: id })

  const table = data.rows.length || data.total ? build(data, act) : null
  show(root,
    html("div", { class: "head" }, html("h2", { text: data.title, id: "title" }),
      html("div", { class: "tools" }, data.unit && html("span", { text: data.unit }),
        ...data.links.filter((link) => ownAddress(link.address)).map((link) =>
          html("a", { href: link.address, download: true, text: link.label })))),
    table ? html("div", { class: "scroll", tabindex: "0", role: "group", "aria-labelledby": "title" }, table)
      : html("p", { class: "empty", text: data.empty }),
    data.notes.length && html("div", { class: "notes" }, ...data.notes.map((note) => html("p", { text: note }))))
  if (!table) return
  root.querySelector(".scroll").scrollLeft = scrolled
  if (data.tree) keyboard(table, act)
  if (row !== undefined) {
    const same = [...table.querySelectorAll("tr")].find((other) => other.dataset.id === row)
    const part = same && onButton ? same.getElementsByClassName(onButton)[0] : same
    ;(part || same)?.focus({ preventScroll: true })
  }
}

function build(data, act) {
  const columns = data.columns
  const heads = columns.map((column, index) => html("th", {
    scope: "col", class: index ? (column.left ? "left" : null) : "name", role: data.tree ? "columnheader" : null,
  }, explained(column.label, column.help, data.words), column.note && html("small", { text: column.note })))
  const groups = data.groups.length ? html("tr", { class: "group", role: data.tree ? "row" : null }, ...data.groups.map((group) =>
    html(group.label ? "th" : "td", { colspan: group.span, scope: group.label ? "colgroup" : null, text: group.label, role: data.tree ? "columnheader" : null }))) : null
  const part = data.tree ? "rowgroup" : null
  return html("table", { role: data.tree ? "treegrid" : null, "aria-labelledby": "title" },
    html("thead", { role: part }, groups, html("tr", { role: data.tree ? "row" : null }, ...heads)),
    html("tbody", { role: part }, ...data.rows.map((row, index) => line(row, data, act, index))),
    data.total && html("tfoot", { role: part }, line({ ...data.total, kind: "total", level: 1 }, data, act, -1)))
}

function line(row, data, act, index) {
  const opens = row.is_open !== null && row.is_open !== undefined
  const inTree = data.tree && row.kind !== "total"
  const properties = {
    class: `${row.kind} ${row.level === 1 ? "level-top" : ""}`, "data-id": row.id, role: data.tree ? "row" : null,
    "aria-level": inTree ? row.level : null, "aria-expanded": opens ? String(row.is_open) : null,
    tabindex: inTree ? (index === 0 ? "0" : "-1") : null,
  }
  const toggle = opens && html("button", {
    type: "button", class: "open", tabindex: "-1", "aria-label": `${row.is_open ? data.words.close : data.words.open}: ${row.label}`,
    click: (event) => { event.currentTarget.closest("tr").setAttribute("aria-busy", "true"); act("toggle", row.id) },
  }, chevron())
  const name = row.goes_to
    ? html("button", { type: "button", class: "go", tabindex: data.tree ? "-1" : null, text: row.label, title: row.goes_to, click: () => act("at", row.id) })
    : row.more ? html("button", { type: "button", class: "more", text: row.label, tabindex: "-1", click: () => act("more", row.id) }) : row.label
  const first = html("th", { scope: "row", class: "name", colspan: row.span > 1 ? row.span : null, role: data.tree ? "rowheader" : null },
    html("div", { class: "inside" }, data.tree && (toggle || (row.kind === "total" ? null : html("span", { class: "none" }))),
      html("div", {}, name, row.narrow && html("b", { class: "narrow", "aria-hidden": "true", text: row.narrow }), row.note && html("small", { text: row.note }),
      // What stands far to the right on a phone can be reached beside the name too.
      row.cells.filter((cell) => cell.act && cell.tone !== "quiet").map((cell) => html("div", { class: "narrow" }, pressed(cell, row, data, act)))[0],
      row.file && ownAddress(row.file.value) && html("a", { class: "file", href: row.file.value, download: true, tabindex: data.tree ? "-1" : null, text: row.file.label }))))
  first.style.setProperty("--step", String(Math.max(0, row.level - 1)))
  let place = row.span || 1
  const cells = row.cells.map((cell) => {
    const column = data.columns[place] || {}
    place += cell.span || 1
    return html("td", {
      class: [cell.left ?? column.left ? "left" : "", cell.wrap ? "wrap" : "", cell.tone || ""].join(" "), colspan: cell.span > 1 ? cell.span : null, role: data.tree ? "gridcell" : null,
    }, cell.mark ? html("span", { class: "status" }, shape(cell.mark), pressed(cell, row, data, act)) : pressed(cell, row, data, act),
    cell.note && html("small", { class: cell.note_tone || null, text: cell.note }))
  })
  return html("tr", properties, first, ...cells)
}

// A cell's text, or the button that it is. In a tree the tab key reaches that of the row that has the focus.
function pressed(cell, row, data, act) {
  return cell.act ? html("button", {
    type: "button", class: "act", "aria-label": `${cell.text}: ${row.note && row.kind === "total" ? row.note : row.label}`, tabindex: data.tree && row.kind !== "total" ? "-1" : null,
    text: cell.text, click: () => act(cell.act, row.id),
  }) : cell.text
}

function chevron() {
  return svg("svg", { viewBox: "0 0 10 10", "aria-hidden": "true", class: "turns" }, svg("path", { d: "M3 1L7 5L3 9", "stroke-linecap": "round", "stroke-linejoin": "round" }))
}

// The keys of a tree: up and down between rows, right opens or goes in, left closes or goes out, Enter goes to the unit.
function keyboard(table, act) {
  const rows = () => [...table.tBodies[0].rows]
  const level = (row) => Number(row.getAttribute("aria-level"))
  const move = (row) => { if (row) { for (const other of rows()) other.tabIndex = -1; row.tabIndex = 0; row.focus() } }
  const toggle = (row) => { row.setAttribute("aria-busy", "true"); act("toggle", row.dataset.id) }
  table.addEventListener("focusin", (event) => {
    const row = event.target.closest("tbody tr")
    if (!row) return
    for (const other of rows()) {
      other.tabIndex = other === row ? 0 : -1
      for (const button of other.querySelectorAll(".act")) button.tabIndex = other.tabIndex
    }
  })
  table.onkeydown = (event) => {
    const row = event.target.closest("tbody tr")
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return
    const all = rows()
    const place = all.indexOf(row)
    const expanded = row.getAttribute("aria-expanded")
    const keys = {
      ArrowDown: () => move(all[place + 1]),
      ArrowUp: () => move(all[place - 1]),
      Home: () => move(all[0]),
      End: () => move(all[all.length - 1]),
      ArrowRight: () => (expanded === "false" ? toggle(row) : expanded === "true" ? move(all[place + 1]) : null),
      ArrowLeft: () => (expanded === "true" ? toggle(row) : move(all.slice(0, place).reverse().find((other) => level(other) < level(row)))),
      Enter: () => { if (event.target === row) (row.querySelector(".go, .more, .file") || row.querySelector(".open"))?.click() },
      " ": () => { if (event.target === row && expanded !== null) toggle(row) },
    }
    if (!keys[event.key] || (event.target !== row && [" ", "Enter"].includes(event.key))) return
    event.preventDefault()
    keys[event.key]()
  }
}
