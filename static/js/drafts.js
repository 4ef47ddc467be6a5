// Keeps what is typed in a step of an update: with the server every few seconds, and on this
// device while there is no signal. Without it, "Save and continue later" does the same.
const PAUSE = 2500
const AGAIN = 15000 // a device may think that it is back some moments before it is
const PREFIX = 'ragstone-draft:'
const KEPT_DAYS = 14

export function keepDrafts() {
  forgetOnSignOut()
  const sent = document.querySelector('[data-draft-sent]')
  if (sent) forget(`${PREFIX}${sent.dataset.draftFor}:${sent.dataset.draftSent}/drafts/`)
  const form = document.querySelector('form[data-draft]')
  if (form) keep(form)
}

function keep(form) {
  const path = form.dataset.draft
  const key = `${PREFIX}${form.dataset.draftFor}:${path}`
  const status = form.querySelector('[data-draft-status]')
  let timer = 0
  let last = ''
  let leaving = false

  forget(key.slice(0, key.lastIndexOf('/') + 1), (name, entry) => name !== key && entry.sent)
  last = answers(form)
  putBack()

  function putBack() {
    const entry = read(key)
    if (!entry) return
    const known = form.dataset.draftAt
    if ('draftShown' in form.dataset || (known && entry.at <= known)) {
      localStorage.removeItem(key)
      return
    }
    fill(form, entry.answers)
    say(`We put back what you typed on this device at ${clock(entry.at)}`)
    form.dataset.draftRestored = ''
  }

  function remember(extra) {
    const entry = { at: new Date().toISOString(), answers: answers(form), ...extra }
    try { localStorage.setItem(key, JSON.stringify(entry)) } catch { /* full or forbidden */ }
    return entry
  }

  async function send() {
    const body = new URLSearchParams(new FormData(form))
    const now = answers(form)
    if (now === last || leaving) return
    remember()
    try {
      const answer = await fetch(path, { method: 'POST', body, keepalive: true })
      if (!answer.ok || !answer.url.endsWith('/draft')) throw new Error(String(answer.status))
      last = now
      if (answers(form) === now) localStorage.removeItem(key)
      say(`Saved at ${clock(new Date().toISOString())}`)
    } catch (error) {
      const refused = Number(error.message)
      clearTimeout(timer)
      if (!refused) timer = setTimeout(send, AGAIN)
      say(refused === 401 ? 'You were signed out. What you typed is kept on this device: sign in again to go on'
        : 'Not sent yet. What you typed is kept on this device, and is sent when there is a signal', true)
    }
  }

  function say(text, isOff = false) {
    status.textContent = text
    status.classList.toggle('app-saved--off', isOff)
  }

  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(send, PAUSE)
  })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    remember({ sent: true })
    leaving = true
  })
  document.addEventListener('visibilitychange', () => { if (document.hidden) send() })
  window.addEventListener('pagehide', send)
  window.addEventListener('online', send)
  if ('draftRestored' in form.dataset) send()
}

function answers(form) {
  const data = new FormData(form)
  data.delete('csrf_token')
  return new URLSearchParams(data).toString()
}

function fill(form, text) {
  const typed = new URLSearchParams(text)
  for (const box of form.elements) {
    if (!box.name || box.name === 'csrf_token' || box.tagName === 'BUTTON') continue
    if (box.type === 'radio' || box.type === 'checkbox') box.checked = typed.getAll(box.name).includes(box.value)
    else if (typed.has(box.name)) box.value = typed.get(box.name)
  }
}

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)) } catch { return null }
}

function forget(start, isGone = () => true) {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(start) && isGone(name, read(name) ?? { sent: true })) localStorage.removeItem(name)
  }
}

function forgetOnSignOut() {
  const oldest = new Date(Date.now() - KEPT_DAYS * 86400000).toISOString()
  forget(PREFIX, (_name, entry) => !(entry.at > oldest))
  document.querySelector('form[action$="/sign-out"]')?.addEventListener('submit', () => forget(PREFIX))
}

function clock(moment) {
  return new Date(moment).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}
