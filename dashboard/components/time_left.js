// Asks the server how long the login lasts: it alone knows what the reader does in other windows. Somebody who is asked
// and answers stays; what they have typed is where it was, since nothing is drawn anew.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".root")
  if (root.stop && root.language === data.language) return root.stop
  root.stop?.()
  root.language = data.language
  const dialog = root.querySelector("dialog") || html("dialog", {
    role: "alertdialog", "aria-labelledby": "title", "aria-describedby": "why",
  })
  if (!dialog.isConnected) show(root, dialog)

  let waiting
  let stopped = false
  const ask = async (method) => {
    clearTimeout(waiting)
    let told
    try {
      const answer = await fetch(data.address, { method, cache: "no-store" })
      if (answer.ok) told = await answer.json()
    } catch { /* the server cannot be reached: it is asked again */ }
    // An answer may come when another copy has the dialog already.
    if (stopped) return
    if (told) take(told)
    else wait(20)
  }
  const wait = (seconds) => {
    clearTimeout(waiting)
    waiting = setTimeout(() => ask("GET"), seconds * 1000)
  }
  const take = ({ seconds, asked, can_stay: canStay }) => {
    const soon = seconds <= asked
    if (seconds <= 0) return say("out", 0, () => dialog.close())
    // While somebody is asked another window may answer.
    wait(soon ? Math.min(seconds, 15) : seconds - asked)
    if (!soon) close()
    else if (canStay) say("stay", seconds, () => ask("POST"))
    else say("last", seconds, () => dialog.close())
  }
  const close = () => {
    dialog.dataset.said = ""
    dialog.close()
  }
  // Each thing is said once: who has closed it has read it.
  const say = (what, seconds, answer) => {
    if (dialog.dataset.said === what) return
    dialog.dataset.said = what
    const [title, why, button] = data.words[what]
    const clock = new Date(Date.now() + seconds * 1000)
      .toLocaleTimeString(data.language, { hour: "2-digit", minute: "2-digit", hour12: false })
    dialog.oncancel = (event) => { event.preventDefault(); answer() }
    dialog.replaceChildren(html("h2", { id: "title", text: title }),
      html("p", { id: "why", text: why.replace("{moment}", clock) }),
      html("button", { type: "button", text: button, click: answer }))
    if (!dialog.open) dialog.showModal()
  }

  const back = () => { if (document.visibilityState === "visible" && dialog.dataset.said !== "out") ask("GET") }
  document.addEventListener("visibilitychange", back)
  root.stop = () => {
    stopped = true
    clearTimeout(waiting)
    document.removeEventListener("visibilitychange", back)
    root.stop = null
  }
  ask("GET")
  return root.stop
}
