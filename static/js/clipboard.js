// Reads what a spreadsheet puts on the clipboard: lines of cells between tabs, a cell in quotes
// where it holds a tab, a line break or a quote of its own.
export function cellsOf(text) {
  const rows = [[]]
  let cell = ''
  let quoted = false
  const plain = text.replace(/\r\n?/g, '\n')
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain[at]
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (plain[at + 1] === '"') { cell += '"'; at += 1 } else quoted = false
    } else if (letter === '"' && cell === '') quoted = true
    else if (letter === '\t') { rows.at(-1).push(cell.trim()); cell = '' } else if (letter === '\n') {
      rows.at(-1).push(cell.trim())
      cell = ''
      rows.push([])
    } else cell += letter
  }
  rows.at(-1).push(cell.trim())
  while (rows.length > 1 && rows.at(-1).every((each) => each === '')) rows.pop()
  return rows
}

// Pence; null where the text is not an amount. As the server reads it.
export function pence(text) {
  let plain = text.replace(/\s/g, '').replaceAll('−', '-')
  if (/^\(.*\)$/.test(plain)) plain = `-${plain.slice(1, -1)}`
  plain = plain.replace(/^([-+]?)£/, '$1')
  const found = /^([-+]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d{0,2})0*)?$/.exec(plain)
  if (!found || !/\d/.test(plain)) return null
  const whole = found[2].replaceAll(',', '')
  if (whole.length > 13) return null
  const amount = Number(whole || 0) * 100 + Number((found[3] || '').padEnd(2, '0'))
  return found[1] === '-' ? -amount : amount
}

// A spreadsheet's way of writing nothing, and a hyphen for nought.
export function tidy(text) {
  return text === '-' || text === '–' || /^£\s*-$/.test(text) ? '0' : text
}

export function pounds(amount) {
  const words = (Math.abs(amount) / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 })
  return `${amount < 0 ? '−' : ''}£${words}`
}

// Where a block goes: a heading row and a first column of names are found, not filled in.
// Returns { rows: [[line, [[column, text]]]], unknown: [names] } or { refused: sentence }.
export function placed(block, lines, columns, from) {
  let rows = block
  let heads = null
  if (rows.length > 1 && isHeading(rows[0])) [heads, ...rows] = rows
  const byName = names(lines)
  const named = rows.some((row) => row[0] !== '' && pence(tidy(row[0])) === null)
  if (named && !rows.some((row) => byName.has(fold(row[0])))) {
    if (rows.every((row) => pence(tidy(row[0])) === null && row.length > 1)) return { refused: REFUSED }
    return { rows: rows.map((row, down) => [from.line + down, cellsFrom(row, from.column)]), unknown: [] }
  }
  const first = named ? 1 : 0
  const at = columnsOf(heads, columns, first)
  const unknown = []
  const found = []
  rows.forEach((row, down) => {
    const line = named ? byName.get(fold(row[0])) : from.line + down
    const values = row.slice(first)
    if (line === undefined) {
      if (row.some((cell) => cell !== '')) unknown.push(row[0] || '(no name)')
    } else found.push([line, at ? matched(values, at) : cellsFrom(values, from.column)])
  })
  return { rows: found, unknown }
}

const REFUSED = 'Nothing was filled in: the first column of what you pasted is neither an amount ' +
  'nor the name of a row here. Copy the amounts alone, or with the names as they stand here'

function isHeading(row) {
  const told = row.filter((cell) => cell !== '')
  return told.length > 0 && told.every((cell) => pence(tidy(cell)) === null && /\p{L}|\d{4}/u.test(cell))
}

function names(lines) {
  const found = new Map()
  lines.forEach((line, place) => line.map(fold).forEach((name) => {
    found.set(name, found.has(name) && found.get(name) !== place ? undefined : place) // or of none
  }))
  return found
}

// Columns by their headings, where every heading is that of a column here; else by place.
function columnsOf(heads, columns, first) {
  if (!heads) return null
  const places = heads.slice(first).map((head) => columns.findIndex((names) => names.includes(fold(head))))
  return places.length && places.every((place) => place >= 0) ? places : null
}

function matched(values, at) {
  return values.flatMap((text, across) => (at[across] === undefined ? [] : [[at[across], text]]))
}

function cellsFrom(values, column) {
  return values.map((text, across) => [column + across, text])
}

export function fold(text) {
  return text.toLowerCase().replace(/[\s\u00a0]+/g, ' ').trim()
}
