// Registers: filters fold away on a phone, and apply as you type; without this a button does it.
const PHONE = window.matchMedia('(max-width: 40.0525em)')
const PAUSE = 350

function fold(form) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'nhsuk-button nhsuk-button--secondary nhsuk-button--small'
  button.textContent = 'Search and filter'
  button.setAttribute('aria-expanded', 'false')
  form.id ||= 'filters'
  button.setAttribute('aria-controls', form.id)
  form.before(button)
  form.hidden = true
  button.addEventListener('click', () => {
    form.hidden = !form.hidden
    button.setAttribute('aria-expanded', String(!form.hidden))
    if (!form.hidden) form.querySelector('input, select').focus()
  })
}

function address(form) {
  const query = new URLSearchParams(new FormData(form))
  for (const [name, value] of [...query]) if (!value) query.delete(name)
  const text = query.toString()
  return form.getAttribute('action') + (text ? '?' + text : '')
}

async function show(form, state) {
  const wanted = address(form)
  state.abort?.abort()
  state.abort = new AbortController()
  try {
    const answer = await fetch(wanted, { signal: state.abort.signal, credentials: 'same-origin' })
    if (!answer.ok || answer.redirected) return form.submit()
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const found = page.querySelector('[data-found]')
    if (!found) return form.submit()
    document.querySelector('[data-found]').replaceWith(document.adoptNode(found))
    const count = document.querySelector('[data-found] .app-count, [data-found] .app-empty')
    document.querySelector('[data-found-status]').textContent = count?.textContent ?? ''
    history.replaceState(null, '', wanted)
  } catch (problem) {
    if (problem.name !== 'AbortError') form.submit()
  }
}

export function filterRegisters() {
  for (const form of document.querySelectorAll('form[data-filters]')) {
    const state = {}
    let timer
    if (PHONE.matches && form.dataset.narrowed === undefined) fold(form)
    form.addEventListener('input', () => {
      clearTimeout(timer)
      timer = setTimeout(() => show(form, state), PAUSE)
    })
  }
}
