// A focus area. What is read comes first, the calculation is unfolded by who asks for it.
const watchers = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  const open = root.querySelector("details.score")?.open
  const canvas = html("div", { class: "canvas" })
  show(root, html("article", { "aria-labelledby": "name" },
    html("div", { class: "head" },
      data.number && html("span", { class: "number", "aria-hidden": "true", text: data.number }),
      html("h2", { id: "name", text: data.title }),
      html("p", { class: "tags" }, shape(data.mark), html("span", { text: data.tags.join(" · ") }))),
    html("div", { class: "body" },
      data.course
        ? html("figure", { role: "group", "aria-label": data.course.title },
          html("h3", { text: data.course.title }), html("p", { class: "unit", text: data.course.unit }), canvas, table(data.course))
        : html("p", { class: "muted", text: data.no_course }),
      html("dl", {}, ...data.said.flatMap((said) => [html("dt", { text: said.label }), html("dd", { text: said.text })]))),
    data.notes.length > 0 && html("ul", { class: "notes" }, ...data.notes.map((note) =>
      html("li", { class: `note ${note.tone || ""}` }, shape(note.mark), html("span", { text: note.text })))),
    data.score && score(data.score, open),
    data.acts.length > 0 && html("div", { class: "acts" }, ...data.acts.map((act) =>
      html("button", { type: "button", class: "link", "aria-label": `${act.label}: ${data.title}`, text: act.label,
        click: () => setTriggerValue("act", { do: act.value, area: data.id }) })))))
  watchers.get(parentElement)?.disconnect()
  if (!data.course) return undefined
  const watcher = new ResizeObserver(() => draw(data.course, canvas))
  watcher.observe(canvas)
  watchers.set(parentElement, watcher)
  return () => watcher.disconnect()
}

// ---- the figure and its reference over the spans; the spans in a row in which it was told of are marked
function draw(course, canvas) {
  const width = canvas.clientWidth
  if (!width || canvas.dataset.width === String(width)) return
  canvas.dataset.width = String(width)
  const height = 190
  const last = course.points.length - 1
  const left = 10 + 7 * Math.max(...course.ticks.map((tick) => tick.label.length))
  const right = width - 16 - 7.2 * Math.max(course.points[last].text.length, course.points[last].reference_text.length)
  const [low, high] = course.range
  const x = (index) => left + 8 + (last ? index / last : 0.5) * (right - left - 16)
  const y = (value) => height - 40 - ((value - low) / (high - low || 1)) * (height - 56)
  const path = (name) => course.points.map((point, index) => `${index ? "L" : "M"}${x(index).toFixed(1)} ${y(point[name]).toFixed(1)}`).join("")
  const chart = svg("svg", { class: "chart", height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": course.description })
  for (const tick of course.ticks) {
    chart.append(svg("line", { class: "grid", x1: left, x2: right, y1: y(tick.value), y2: y(tick.value) }),
      svg("text", { class: "quiet", x: left - 6, y: y(tick.value) + 4, "text-anchor": "end", text: tick.label }))
  }
  const every = Math.ceil(course.points.length / Math.max(2, Math.floor((right - left) / 46)))
  let year = ""
  course.points.forEach((point, index) => {
    if ((last - index) % every) return
    const [short, of] = point.short.split("\n")
    chart.append(svg("text", { class: "quiet", x: x(index), y: height - 20, "text-anchor": "middle", text: short }))
    if (of && of !== year) chart.append(svg("text", { class: "quiet", x: x(index), y: height - 4, "text-anchor": "middle", text: of }))
    year = of
  })
  chart.append(svg("path", { class: "line reference", d: path("reference") }), svg("path", { class: "line actual", d: path("value") }))
  course.points.forEach((point, index) => {
    if (point.is_marked || index === last) chart.append(svg("circle", { class: "point", cx: x(index), cy: y(point.value), r: 4 }))
  })
  const end = course.points[last]
  const apart = y(end.value) - y(end.reference)
  const push = Math.abs(apart) < 16 ? (16 - Math.abs(apart)) / 2 : 0
  const sign = apart > 0 ? 1 : -1
  chart.append(
    svg("text", { class: "label accent", x: x(last) + 10, y: y(end.value) + 4 + sign * push, text: end.text }),
    svg("text", { class: "label quiet", x: x(last) + 10, y: y(end.reference) + 4 - sign * push, text: end.reference_text }))
  canvas.replaceChildren(chart)
}

function table(course) {
  return html("details", {}, html("summary", { text: course.table }),
    html("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": course.table }, html("table", {},
      html("thead", {}, html("tr", {}, ...[course.span, course.own, course.against].map((text) => html("th", { scope: "col", text })))),
      html("tbody", {}, ...course.points.map((point) => html("tr", {},
        html("th", { scope: "row", text: point.long }), html("td", { text: point.text }), html("td", { text: point.reference_text })))))))
}

function score(found, open) {
  return html("details", { class: "score", open },
    html("summary", { text: found.summary }),
    html("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": found.summary }, html("table", {},
      html("thead", {}, html("tr", {}, ...[found.name, found.value, found.how].map((text) => html("th", { scope: "col", text })))),
      html("tbody", {}, ...found.pieces.map((piece) => html("tr", {},
        html("th", { scope: "row", text: piece.name }), html("td", { text: piece.value }), html("td", { class: "words", text: piece.how })))))))
}
