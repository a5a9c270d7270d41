"""A report as one HTML page: nothing is loaded from elsewhere, no script, light and dark.

Every text of the report is escaped; each cell isolates its own writing direction, so that an
Arabic or Hebrew name does not turn its neighbours round.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from app.reports.document import (
    Block,
    Cell,
    Chart,
    Charts,
    Code,
    Facts,
    Figure,
    Figures,
    Heading,
    Report,
    Section,
    Table,
    Text,
)
from app.reports.palette import DARK, LIGHT
from app.reports.svg import svg_of

_JOINERS = "\u200c\u200d"  # part of the spelling in Persian and in Indic scripts
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root{color-scheme:light dark;%(light)s}
@media (prefers-color-scheme:dark){:root{%(dark)s}}
@media print{:root{%(light)s}body{margin:0}section{break-inside:auto}figure,tr{break-inside:avoid}}
*{box-sizing:border-box}
body{background:var(--page);color:var(--ink);max-width:60rem;margin:2.5rem auto;padding:0 1.5rem;
font:15px/1.5 Inter,"Segoe UI",system-ui,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
header{border-bottom:2px solid var(--ink);margin-bottom:1.2rem;padding-bottom:.8rem}
h1{font-size:1.7rem;line-height:1.25;margin:0}
h2{font-size:1.1rem;margin:2.2rem 0 .7rem}
.sub,.note,figcaption,footer{color:var(--ink-soft)}
.sub{margin:.2rem 0 0}
.summary{background:var(--sunken);border-left:4px solid var(--accent);padding:.8rem 1rem}
table{border-collapse:collapse;width:100%%;font-size:.87rem}
.wide{overflow-x:auto}
th{background:var(--sunken);color:var(--ink-soft);font-weight:500;text-align:left}
th,td{padding:.35rem .6rem;border-bottom:1px solid var(--grid);vertical-align:top;
overflow-wrap:anywhere}
.n{text-align:right;white-space:nowrap;overflow-wrap:normal}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.5rem;margin:0;font-size:.9rem}
dt{color:var(--ink-soft)}
dd{margin:0;overflow-wrap:anywhere}
.figures{display:flex;flex-wrap:wrap;gap:1rem 2.2rem;margin:.4rem 0 1rem}
.figures b{display:block;font-size:1.7rem;line-height:1.2;font-weight:650}
.figures span{display:block;font-size:.85rem;color:var(--ink-soft)}
.charts{display:flex;flex-wrap:wrap;gap:1.2rem}
figure{margin:.6rem 0;flex:1 1 20rem;min-width:0}
figure>strong{display:block;font-size:.95rem;margin-bottom:.3rem}
figcaption,.note,footer{font-size:.83rem}
svg{display:block;width:100%%;height:auto}
svg text{font-family:inherit}
pre{background:var(--sunken);border:1px solid var(--grid);padding:.7rem;white-space:pre-wrap;
overflow-wrap:anywhere;font:.85rem/1.45 "JetBrains Mono",ui-monospace,monospace;margin:.4rem 0}
footer{border-top:1px solid var(--border);margin-top:3rem;padding-top:.7rem}
"""


def html_of(report: Report) -> str:
    """The whole page."""
    style = _STYLE % {"light": _variables(LIGHT), "dark": _variables(DARK)}
    front = "".join(map(_block, report.front))
    sections = "".join(
        _section(number, section) for number, section in enumerate(report.sections, start=1)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(report.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_text(report.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<header><h1>{_text(report.title)}</h1>"
        f'<p class="sub">{_text(report.subtitle)}</p></header>\n'
        f'<p class="summary">{_text(report.summary)}</p>\n'
        f"{front}{sections}<footer>{_text(report.footer)}</footer>\n</body>\n</html>\n"
    )


def _variables(palette: Mapping[str, str]) -> str:
    return "".join(f"--{role}:{colour};" for role, colour in palette.items())


def _section(number: int, section: Section) -> str:
    blocks = "\n".join(map(_block, section.blocks))
    return f"<section><h2>{number}. {_text(section.title)}</h2>\n{blocks}\n</section>\n"


def _block(block: Block) -> str:
    match block:
        case Facts(rows):
            pairs = (f"<dt>{_text(key)}</dt><dd>{_cell(value)}</dd>" for key, value in rows)
            written = f"<dl>{''.join(pairs)}</dl>"
        case Figures(items):
            written = f'<div class="figures">{"".join(map(_figure, items))}</div>'
        case Text(text):
            written = f"<p>{_text(text)}</p>"
        case Code(text):
            written = f"<pre>{_text(text)}</pre>"
        case Table():
            written = _table(block)
        case Chart():
            written = _chart(block)
        case Charts(items):
            written = f'<div class="charts">{"".join(map(_chart, items))}</div>'
        case Heading(text, note):
            written = f"<h3>{_text(f'{text} {note}'.strip())}</h3>"
        case _:
            written = _block(block.plain())  # its layout is for paper
    return written


def _figure(figure: Figure) -> str:
    return (
        f"<div><span>{_text(figure.label)}</span><b>{_text(figure.value)}</b>"
        f"<span>{_text(figure.note)}</span></div>"
    )


def _table(table: Table) -> str:
    def row(tag: str, cells: tuple[str | Cell, ...]) -> str:
        written = (
            f"<{tag}{' class=n' if at in table.numeric else ''}>"
            f"{_cell(cell if isinstance(cell, str) else cell.words())}</{tag}>"
            for at, cell in enumerate(cells)
        )
        return f"<tr>{''.join(written)}</tr>"

    head = f"<thead>{row('th', table.columns)}</thead>"
    body = "".join(row("td", cells) for cells in table.rows)
    note = f'<p class="note">{_text(table.note)}</p>' if table.note else ""
    return f'<div class="wide"><table>{head}<tbody>{body}</tbody></table></div>{note}'


def _chart(chart: Chart) -> str:
    caption = f"<figcaption>{_text(chart.caption)}</figcaption>" if chart.caption else ""
    return f"<figure><strong>{_text(chart.title)}</strong>{svg_of(chart.drawing)}{caption}</figure>"


def _cell(text: str) -> str:
    return _text(text) if text.isascii() else f"<bdi>{_text(text)}</bdi>"


def _text(text: str) -> str:
    """Escaped; control and formatting characters, which could forge what is read, are blanks."""
    return escape("".join(char if char.isprintable() or char in _JOINERS else " " for char in text))
