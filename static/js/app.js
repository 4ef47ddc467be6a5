import { initAll } from '../vendor/nhsuk-frontend/nhsuk-frontend.min.js'
import { filterRegisters } from './filter.js'
import { keepDrafts } from './drafts.js'
import { openFolds } from './folds.js'
import { guardForms } from './guard.js'
import { helpGrids } from './grid.js'

keepDrafts() // before the boxes that belong to an answer are opened and closed
initAll()
guardForms()
filterRegisters()
helpGrids()
openFolds()
