/** Open what a link leads to: a folded part, or one that holds the place. */
export function openFolds() {
  const open = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    for (let fold = place?.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true
    if (place?.closest('details')) place.scrollIntoView()
  }
  window.addEventListener('hashchange', open)
  if (location.hash) open()
}
