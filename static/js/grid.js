// Helps with the savings grid: a paste from a spreadsheet fills its cells, arrow keys move, and
// the totals follow. Without it the grid is a plain form.
export function helpGrids() {
  for (const table of document.querySelectorAll('table[data-grid]')) {
    const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll('input')])
    table.addEventListener('paste', (event) => paste(rows, event))
    table.addEventListener('keydown', (event) => move(rows, event))
    table.addEventListener('input', () => total(rows, table))
  }
}

function placeOf(rows, box) {
  const row = rows.findIndex((boxes) => boxes.includes(box))
  return row < 0 ? null : [row, rows[row].indexOf(box)]
}

function paste(rows, event) {
  const place = placeOf(rows, event.target)
  const text = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n').replace(/\n$/, '')
  if (!place || !/[\t\n]/.test(text)) return
  event.preventDefault()
  text.split('\n').forEach((line, down) => {
    line.split('\t').forEach((cell, across) => {
      const box = rows[place[0] + down]?.[place[1] + across]
      if (box) box.value = cell.trim()
    })
  })
  event.target.dispatchEvent(new Event('input', { bubbles: true }))
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0] }

function move(rows, event) {
  const place = placeOf(rows, event.target)
  const step = STEPS[event.key]
  if (!place || !step) return
  const next = rows[place[0] + step[0]]?.[place[1] + step[1]]
  if (!next) return
  event.preventDefault()
  next.focus()
  next.select()
}

function total(rows, table) {
  table.querySelectorAll('[data-total]').forEach((sum, column) => {
    const pence = rows.reduce((so, boxes) => so + amount(boxes[column].value), 0)
    const pounds = (Math.abs(pence) / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 })
    sum.textContent = `${pence < 0 ? '−' : ''}£${pounds}`
  })
}

// Pence; 0 for what cannot be read: the server says what is wrong with it.
function amount(text) {
  let plain = text.replace(/[£,\s]/g, '').replace('−', '-')
  if (/^\(.*\)$/.test(plain)) plain = `-${plain.slice(1, -1)}`
  return /^-?\d*\.?\d*$/.test(plain) ? Math.round(Number(plain) * 100) || 0 : 0
}
