import { initAll } from '../vendor/nhsuk-frontend/nhsuk-frontend.min.js'
import { filterRegisters } from './filter.js'
import { guardForms } from './guard.js'

initAll()
guardForms()
filterRegisters()
