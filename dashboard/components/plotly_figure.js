// A Plotly chart: drawn in the colours that the reader has at this moment, in the width there is, with words that are
// ours. Its script is fetched once, by the first page that has such a chart; the table below holds the same for everybody.
const NARROW = 460
const drawn = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const now = JSON.stringify(data)
  const go = (id) => setTriggerValue("act", { at: id })
  const had = drawn.get(parentElement)
  had?.observer.disconnect()
  const canvas = had?.data === now ? had.canvas : build(root, data, go)
  let [width, colour] = [0, ""]
  const draw = (again) => {
    const ink = getComputedStyle(canvas).color
    if (!canvas.clientWidth || (!again && canvas.clientWidth === width && ink === colour)) return
    ;[width, colour] = [canvas.clientWidth, ink]
    library(data.script).then((plotly) => (canvas.isConnected ? chart(plotly, canvas, data, go, draw) : null),
      () => canvas.replaceChildren(html("p", { class: "empty", text: data.words.failed })))
  }
  canvas.ontransitionend = (event) => { if (event.target === canvas) draw() }
  const observer = new ResizeObserver(() => draw())
  observer.observe(canvas)
  drawn.set(parentElement, { data: now, canvas, observer })
  return () => observer.disconnect()
}

function build(root, data, go) {
  const canvas = html("div", { class: data.goes ? "canvas goes" : "canvas", role: "img", "aria-label": data.description })
  canvas.style.minHeight = `${data.height}px`
  show(root, html("figure", { role: "group", "aria-label": data.title }, html("h2", { text: data.title }),
    html("p", { class: "unit", text: data.unit }), canvas,
    html("button", { type: "button", class: "whole", hidden: true, text: data.words.whole }), table(data, go)))
  return canvas
}

function library(address) {
  globalThis.pejlingPlotly ||= new Promise((ready, failed) => {
    const script = html("script", { src: address })
    script.onload = () => (globalThis.Plotly ? ready(globalThis.Plotly) : failed())
    script.onerror = () => { globalThis.pejlingPlotly = null; failed() }
    document.head.append(script)
  })
  return globalThis.pejlingPlotly
}

async function chart(plotly, canvas, data, go, draw) {
  const width = canvas.clientWidth
  const narrow = width < NARROW
  const height = (narrow && data.narrow_height) || data.height
  const layout = { ...data.layout, ...(narrow ? data.narrow : {}) }
  if (narrow) for (const axis of Object.keys(layout)) if (/^[xy]axis/.test(axis)) layout[axis] = fewer(layout[axis])
  const traces = data.traces.filter((trace) => trace.meta !== (narrow ? "wide" : "narrow"))
  canvas.style.minHeight = `${height}px`
  await plotly.react(canvas, readable(traces, canvas), { ...readable(layout, canvas), width, height, dragmode: data.zooms && !narrow ? "zoom" : false },
    { displayModeBar: false, doubleClick: "reset", showTips: false, showAxisDragHandles: false })
  canvas.querySelector(".svg-container")?.setAttribute("aria-hidden", "true") // the picture has its name as a whole
  const whole = canvas.parentElement?.querySelector(".whole")
  if (!whole) return
  whole.hidden = true
  whole.onclick = () => { whole.hidden = true; draw(true) }
  canvas.removeAllListeners("plotly_relayout")
  canvas.removeAllListeners("plotly_click")
  canvas.on("plotly_relayout", (change) => { whole.hidden = !Object.keys(change).some((name) => name.includes(".range")) })
  canvas.on("plotly_click", (event) => { const id = event.points?.[0]?.customdata; if (typeof id === "string" && id) go(id) })
}

// An axis on a phone: a finger moves the page and not the axis, and a time axis has half of its marks.
function fewer(axis) {
  const half = axis.type === "date" && axis.tickvals?.length > 4
  const every = (list) => list.filter((_, index) => index % 2 === 0)
  return { ...axis, fixedrange: true, ...(half ? { tickvals: every(axis.tickvals), ticktext: every(axis.ticktext) } : {}) }
}

// `var(--over)` and `var(--over-16)` (16 per cent of it) become the colour of this moment. What is read is plain text
// whose lines end with a line feed: Plotly would take `<` and `&` for markup.
const READ = new Set(["text", "hovertext", "ticktext"])

function readable(part, canvas, name = "") {
  if (Array.isArray(part)) return part.map((one) => readable(one, canvas, name))
  if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, readable(one, canvas, key)]))
  if (typeof part !== "string") return part
  const wanted = part.match(/^var\(--([a-z]+(?:-strong)?)(?:-(\d+))?\)$/)
  if (wanted) return colourOf(canvas, wanted[1], Number(wanted[2] || 100) / 100)
  return READ.has(name) ? part.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\n/g, "<br>") : part
}

function colourOf(canvas, meaning, share) {
  const probe = html("i", {})
  probe.style.cssText = `color: var(--${meaning}); transition: none`
  canvas.append(probe)
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  pen.fillStyle = getComputedStyle(probe).color
  probe.remove()
  pen.fillRect(0, 0, 1, 1)
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data
  return `rgba(${red}, ${green}, ${blue}, ${share})`
}

function table(data, go) {
  const head = html("tr", {}, ...data.table.columns.map((column) => html("th", { scope: "col", text: column })))
  const name = (row) => (row.id ? html("button", { type: "button", class: "link", text: row.cells[0], click: () => go(row.id) }) : row.cells[0])
  const rows = data.table.rows.map((row) => html("tr", {}, html("th", { scope: "row" }, name(row)),
    ...row.cells.slice(1).map((cell) => html("td", { text: cell }))))
  return html("details", {}, html("summary", { text: data.words.show }),
    html("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": data.title },
      html("table", {}, html("caption", { class: "hidden", text: data.title }), html("thead", {}, head), html("tbody", {}, ...rows))))
}
