// Warns before a page with unsaved answers is left; every page works without it.
export function guardForms() {
  let changed = false
  for (const form of document.querySelectorAll('form[data-guard]')) {
    form.addEventListener('input', () => { changed = true })
    form.addEventListener('submit', () => { changed = false })
  }
  window.addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault()
  })
}
