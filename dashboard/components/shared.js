// What every component uses. Text from data is only ever put in with textContent or as an attribute's value:
// nothing that comes from data can become markup.
const SVG = "http://www.w3.org/2000/svg"

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue
    if (name === "text") node.textContent = value
    else if (name === "click") node.onclick = value
    else node.setAttribute(name, value === true ? "" : value)
  }
  node.append(...children.filter((child) => child || child === 0))
  return node
}

function show(root, ...children) {
  const place = placeOf(root.getRootNode().activeElement)
  root.replaceChildren(...children.filter((child) => child && child !== true))
  if (place) [...root.querySelectorAll(place.tag)].find(place.isSame)?.focus({ preventScroll: true })
}

// How what has the focus is known again after a new drawing, so that a key press does not lose its place.
function placeOf(had) {
  if (!had) return null
  const { id, name, checked, textContent } = had
  const isSame = id ? (one) => one.id === id
    : name ? (one) => one.name === name && one.checked === checked
      : (one) => one.textContent === textContent
  return id || name || textContent ? { tag: had.tagName, isSame } : null
}

const html = (name, properties, ...children) => fill(document.createElement(name), properties, children)
const svg = (name, properties, ...children) => fill(document.createElementNS(SVG, name), properties, children)

// A status is told by its shape as well as by its colour and its word.
const SHAPES = {
  act: ["M5 0L10 5L5 10L0 5Z", "over"],
  watch: ["M5 0.8L10 9.6H0Z", "watch"],
  on_track: ["M5 1A4 4 0 1 1 4.99 1Z", "hollow"],
  up: ["M5 0.8L10 9.6H0Z", "over"],
  down: ["M5 9.6L0 0.8H10Z", "under"],
  good: ["M0.8 5.4L3.8 8.6L9.4 1.4", "hollow accent"],
  bad: ["M5 0L10 5L5 10L0 5Z", "over"],
}

function shape(kind) {
  if (!SHAPES[kind]) return null
  const [path, classes] = SHAPES[kind]
  return svg("svg", { class: `shape ${classes}`, viewBox: "0 0 10 10", "aria-hidden": "true" },
    svg("path", { d: path, "stroke-width": classes.includes("hollow") ? 1.8 : 0 }))
}

// A name that tells what it means: pressed, it opens a note with the words of the figure's card and the way to the card.
function explained(label, help, words) {
  if (!help?.text) return label
  const note = html("div", { class: "meaning", popover: "auto" }, html("p", { text: help.text }),
    help.card && html("a", { href: cardAddress(help.card), text: words.card }))
  const button = html("button", { type: "button", class: "explained", title: help.text, text: label })
  button.popoverTargetElement = note
  const close = () => note.hidePopover()
  const hear = (change) => { for (const scrolled of [window, button.getRootNode()]) scrolled[change]("scroll", close, true) }
  note.onbeforetoggle = (event) => {
    if (event.newState === "closed") return hear("removeEventListener")
    placeBelow(note, button.getBoundingClientRect())
    // What was scrolled to reach the name is told of in this frame still.
    requestAnimationFrame(() => note.matches(":popover-open") && hear("addEventListener"))
  }
  return html("span", {}, button, note)
}

// Below what was pressed, or above it where the window has no room; never past its edges.
function placeBelow(note, box) {
  const width = Math.min(352, innerWidth - 32), isLow = box.bottom > innerHeight * 0.7
  const place = { width: width, left: Math.max(16, Math.min(box.left, innerWidth - width - 16)) }
  place[isLow ? "bottom" : "top"] = isLow ? innerHeight - box.top + 4 : box.bottom + 4
  for (const side of ["width", "left", "top", "bottom"]) note.style[side] = side in place ? `${place[side]}px` : "auto"
}

// The card's page, for the same person and in the same language.
function cardAddress(card) {
  const here = new URLSearchParams(location.search)
  const kept = ["lang", "person"].filter((name) => here.has(name)).map((name) => [name, here.get(name)])
  return `/datakatalog?${new URLSearchParams([...kept, ["figure", card]])}`
}

// Only our own addresses become links, so that an address from data can never run.
const ownAddress = (address) => (typeof address === "string" && /^\/(?!\/)/.test(address) ? address : null)
