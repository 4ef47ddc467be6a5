"""A chart on the page: the drawing scaled to the measure."""

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing
from reportlab.platypus import Flowable

from app.reports.pdf.styles import BODY_HEIGHT, BODY_WIDTH


class Picture(Flowable):
    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.drawing = drawing
        self.scale = min(BODY_WIDTH / drawing.width, BODY_HEIGHT * 0.8 / drawing.height)
        self.height = drawing.height * self.scale
        self.spaceBefore = 4
        self.spaceAfter = 6

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return BODY_WIDTH, self.height

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.scale(self.scale, self.scale)
        renderPDF.draw(self.drawing, self.canv, 0, 0)
        self.canv.restoreState()
