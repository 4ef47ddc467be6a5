"""Quality impact assessments: what a scheme does to patients and staff, and who approved it."""
