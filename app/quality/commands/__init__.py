"""Writing an assessment: each command checks, changes and notes it in the scheme's own story."""
