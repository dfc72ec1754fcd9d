const observers = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const canvas = html("div", { class: "canvas" })
  const drawing = data.kind === "bars" ? bars(data, setTriggerValue) : data.kind === "lines" ? canvas : null
  show(root, html("figure", { role: "group", "aria-label": data.title },
    html("h2", { text: data.title }),
    html("p", { class: "unit", text: data.unit }),
    drawing || html("p", { class: "empty", text: data.empty }),
    data.kind === "lines" && table(data)))
  observers.get(parentElement)?.disconnect()
  if (data.kind !== "lines") return undefined
  const observer = new ResizeObserver(() => lines(data, canvas))
  observer.observe(canvas)
  observers.set(parentElement, observer)
  return () => observer.disconnect()
}

// ---- lines: months along, amounts up, every line named where it ends
function lines(data, canvas) {
  const width = canvas.clientWidth
  if (!width || canvas.dataset.width === String(width)) return
  canvas.dataset.width = String(width)
  const narrow = width < 460
  const height = narrow ? 230 : 262
  const names = [...data.lines.filter((line) => line.end !== null), ...data.points].map((one) => one.label.length)
  const side = 26 + 6.9 * Math.max(0, ...names)
  const left = 10 + 7 * Math.max(...data.ticks.map((tick) => tick.label.length))
  const box = { left, right: width - side, top: 14, bottom: height - 24 }
  const [low, high] = data.range
  const x = (month) => box.left + 6 + ((month - 1) / 11) * (box.right - box.left - 12)
  const y = (value) => box.bottom - ((value - low) / (high - low || 1)) * (box.bottom - box.top)
  const path = (values) => {
    let text = ""
    values.forEach((value, index) => { if (value !== null) text += `${text ? "L" : "M"}${x(index + 1).toFixed(1)} ${y(value).toFixed(1)}` })
    return text
  }

  const chart = svg("svg", { class: "chart", height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": data.description })
  for (const tick of data.ticks) {
    chart.append(svg("line", { class: tick.value === 0 ? "base" : "grid", x1: box.left, x2: box.right, y1: y(tick.value), y2: y(tick.value) }),
      svg("text", { class: "quiet", x: box.left - 6, y: y(tick.value) + 4, "text-anchor": "end", text: tick.label }))
  }
  data.months.forEach((month, index) => {
    if (narrow && index % 3 !== 0) return
    chart.append(svg("text", { class: "quiet", x: x(index + 1), y: height - 6, "text-anchor": "middle", text: month.short }))
  })
  gaps(data, x, y).forEach((gap) => chart.append(gap))
  for (const line of data.lines) chart.append(svg("path", { class: `line ${line.role}`, d: path(line.values) }))
  const now = data.now && { x: x(data.now.month), y: y(data.now.value) }
  for (const point of [...data.points].reverse()) {
    const at = { x: x(12), y: y(point.value) }
    if (now) chart.append(svg("path", { class: `line outlook ${point.tone}`, d: `M${now.x} ${now.y}L${at.x} ${at.y}` }))
    chart.append(svg("circle", { class: `point ${point.tone}`, cx: at.x, cy: at.y, r: 4.5 }))
  }
  if (now) chart.append(svg("circle", { class: "point", cx: now.x, cy: now.y, r: 4.5 }))
  labels(data, chart, { x, y, box, now, narrow })
  pointer(data, canvas, chart, { x, box, height, y })
  canvas.replaceChildren(chart)
}

// The room between actual and plan, in the colour of its direction.
function gaps(data, x, y) {
  const actual = data.lines.find((line) => line.role === "actual")?.values || []
  const plan = data.lines.find((line) => line.role === "plan")?.values || []
  const shapes = []
  for (let month = 1; month < actual.length; month += 1) {
    const corners = [actual[month - 1], actual[month], plan[month], plan[month - 1]]
    if (corners.some((value) => value === null || value === undefined)) continue
    const tone = actual[month] + actual[month - 1] > plan[month] + plan[month - 1] ? "over" : "under"
    const d = [[month, corners[0]], [month + 1, corners[1]], [month + 1, corners[2]], [month, corners[3]]]
      .map(([at, value], index) => `${index ? "L" : "M"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("")
    shapes.push(svg("path", { class: `gap ${tone}`, d: `${d}Z` }))
  }
  return shapes
}

// Names beside the ends of the lines, pushed apart until none covers another.
function labels(data, chart, { x, y, box, now, narrow }) {
  const ends = [...data.lines.filter((line) => line.end !== null).map((line) => ({ text: line.label, value: line.end, tone: "quiet", from: 12 })),
    ...data.points.map((point) => ({ text: point.label, value: point.value, tone: point.tone, from: 12 }))]
    .map((end) => ({ ...end, at: y(end.value), want: y(end.value) })).sort((one, other) => one.want - other.want)
  const gap = 16
  ends.forEach((end, index) => { if (index) end.at = Math.max(end.at, ends[index - 1].at + gap) })
  const over = ends.length ? ends[ends.length - 1].at - box.bottom : 0
  if (over > 0) ends.forEach((end) => { end.at -= over })
  for (let index = ends.length - 2; index >= 0; index -= 1) ends[index].at = Math.min(ends[index].at, ends[index + 1].at - gap)
  for (const end of ends) {
    const start = x(12) + 8
    chart.append(svg("path", { class: "leader", fill: "none", d: `M${start} ${end.want}L${start + 8} ${end.at}` }),
      svg("text", { class: `label ${end.tone}`, x: start + 11, y: end.at + 4, text: end.text }))
  }
  if (!now || !data.now.label) return
  // Away from the plan and from its own line: above to the left when more is spent than planned, else below to the right.
  const plan = data.lines.find((line) => line.role === "plan")?.values[data.now.month - 1]
  const above = plan === null || plan === undefined || data.now.value >= plan
  const before = above ? data.now.month > 4 : data.now.month > 10
  chart.append(svg("text", { class: "label accent", x: now.x + (before ? -9 : 9), y: now.y + (above ? -9 : before ? 30 : 19),
    "text-anchor": before ? "end" : "start", text: narrow ? data.now.short : data.now.label }))
}

// What the mouse or a finger is over: the month's figures. The table below holds the same for everybody.
function pointer(data, canvas, chart, { x, box, height, y }) {
  const cross = svg("line", { class: "cross", y1: box.top, y2: height - 24, visibility: "hidden" })
  const tip = html("div", { class: "tip", hidden: true, "aria-hidden": "true" })
  chart.append(cross)
  chart.onpointermove = (event) => {
    const place = event.clientX - chart.getBoundingClientRect().left
    const index = Math.min(11, Math.max(0, Math.round(((place - x(1)) / (x(12) - x(1))) * 11)))
    cross.setAttribute("x1", x(index + 1)); cross.setAttribute("x2", x(index + 1)); cross.setAttribute("visibility", "visible")
    show(tip, html("b", { text: data.months[index].long }), ...data.lines.filter((line) => line.values[index] !== null)
      .map((line) => html("span", {}, html("i", { text: line.name, style: "font-style:normal" }), line.texts[index])))
    tip.hidden = false
    if (!tip.isConnected) canvas.append(tip)
    tip.style.left = `${Math.max(0, Math.min(x(index + 1) + 12, canvas.clientWidth - tip.offsetWidth))}px`
    tip.style.top = `${Math.min(y(data.range[1]), 8)}px`
  }
  chart.onpointerleave = () => { tip.hidden = true; cross.setAttribute("visibility", "hidden") }
}

function table(data) {
  const head = html("tr", {}, html("th", { scope: "col", text: data.table.month }),
    ...data.lines.map((line) => html("th", { scope: "col", text: line.name })))
  const rows = data.months.map((month, index) => html("tr", {}, html("th", { scope: "row", text: month.long }),
    ...data.lines.map((line) => html("td", { text: line.texts[index] }))))
  const ends = data.points.map((point) => html("li", { text: `${point.name}: ${point.text}` }))
  return html("details", {}, html("summary", { text: data.table.show }),
    html("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": data.title },
      html("table", {}, html("caption", { class: "hidden", text: data.title }), html("thead", {}, head), html("tbody", {}, ...rows))),
    ends.length ? html("ul", {}, ...ends) : null)
}

// ---- bars from zero, to the right over and to the left under; a real table, so the figures stand beside the bars
function bars(data, setTriggerValue) {
  const values = data.bars.map((bar) => bar.value)
  const low = Math.min(0, ...values)
  const high = Math.max(0, ...values)
  const part = (value) => ((value - low) / (high - low || 1)) * 100
  const row = (bar) => {
    const [from, to] = [part(Math.min(0, bar.value)), part(Math.max(0, bar.value))]
    const name = bar.id ? html("button", { type: "button", class: "link", text: bar.label, click: () => setTriggerValue("act", { at: bar.id }) }) : bar.label
    const mark = html("i", { class: bar.tone })
    mark.style.left = `${from}%`
    mark.style.width = `${to - from}%`
    const track = html("span", { class: "track", "aria-hidden": "true" }, mark)
    track.style.setProperty("--zero", `${part(0)}%`)
    return html("tr", {}, html("th", { scope: "row" }, name), html("td", {}, track),
      html("td", { class: `number ${bar.tone}` }, bar.text, bar.word && html("small", { text: bar.word })))
  }
  return html("table", { class: "bars" }, html("caption", { class: "hidden", text: data.title }), html("tbody", {}, ...data.bars.map(row)))
}
