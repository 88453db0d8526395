"""What six terminals send for keys, and what they say by themselves, byte for byte.

Taken down from xterm 379, PuTTY's terminal 0.78, tmux 3.3a, GNU screen 4.9.0 and kitty 0.26.5, asked everything that
programs ask; Windows Terminal's are those that its documentation and sources give.
"""

from typing import Final

_FUNCTION: Final = {
    **{f"\x1b[{code}~": f"f{n}" for n, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)},
}
_VT220: Final = {f"\x1bO{letter}": f"f{n}" for n, letter in enumerate("PQRS", start=1)} | _FUNCTION
_EDITING: Final = {"\x1b[2~": "insert", "\x1b[3~": "delete", "\x1b[5~": "pageup", "\x1b[6~": "pagedown"}
_ARROWS: Final = {
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1b[Z": "shift+tab",
    **_EDITING,
}
_MODIFIED: Final = {
    "\x1b[1;5A": "ctrl+up",
    "\x1b[1;2A": "shift+up",
    "\x1b[1;2D": "shift+left",
    "\x1b[1;6C": "ctrl+shift+right",
    "\x1b[1;3A": "alt+up",
    "\x1b[1;5H": "ctrl+home",
    "\x1b[1;2F": "shift+end",
    "\x1b[3;5~": "ctrl+delete",
}
_XTERM: Final = _VT220 | _ARROWS | _MODIFIED | {"\x1b[H": "home", "\x1b[F": "end"}
_MULTIPLEXED: Final = _VT220 | _ARROWS | _MODIFIED | {"\x1b[1~": "home", "\x1b[4~": "end"}
_MOUSE: Final = ["\x1b[<35;9;5M", "\x1b[<0;9;5M", "\x1b[<0;9;5m", "\x1b[<64;71;22M"]
_FOCUS: Final = ["\x1b[I", "\x1b[O"]

KEYS: Final[dict[str, dict[str, str]]] = {
    "xterm": _XTERM,
    "PuTTY": {
        **{f"\x1b[{10 + n}~": f"f{n}" for n in range(1, 5)},
        **_FUNCTION,
        **_ARROWS,
        "\x1b[1~": "home",
        "\x1b[4~": "end",
        "\x1bOA": "up",  # with Ctrl
        "\x1bOC": "right",  # with Ctrl and Shift
    },
    "Windows Terminal": _XTERM,
    "tmux": _MULTIPLEXED,
    "screen": _MULTIPLEXED,
    "kitty": {
        **{f"\x1b[{letter}": f"f{n}" for n, letter in enumerate("PQRS", start=1)},
        **_FUNCTION,
        **_ARROWS,
        **_MODIFIED,
        "\x1b[H": "home",
        "\x1b[F": "end",
        "\x1b[13~": "f3",  # of later versions
        "\x1b[9;2u": "shift+tab",
        "\x1b[27u": "escape",
        "\x1b[27;65u": "escape",
        "\x1b[97;3u": "alt+a",
        "\x1b[114;5u": "ctrl+r",
        "\x1b[114;69u": "ctrl+r",
        "\x1b[1;65A": "up",
        "\x1b[1;129A": "up",
        "\x1b[1;1:1A": "up",
        "\x1b[1;1:2A": "up",
        "\x1b[57414u": "enter",
        "\x1b[57419;129u": "up",
        "\x1b[127u": "backspace",
        "\x1b[13u": "enter",
        "\x1b[97;65;65u": "A",
        "\x1b[97;2;65u": "A",
        "\x1b[97:65;2:1;65u": "A",
        "\x1b[50::50;1;283u": "ě",
        "\x1b[57400;129;49u": "1",
    },
}
"""The keys of each terminal by what it sends for them; a character where text is typed."""

SAYS: Final[dict[str, list[str]]] = {
    "xterm": [
        "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
        "\x1b[>41;379;0c",
        "\x1bP!|00000000\x1b\\",
        "\x1bP>|XTerm(379)\x1b\\",
        "\x1b[1;1R",
        "\x1b[1;2R",  # the cursor's place, or F3 with Shift
        "\x1b[?24;80;1R",
        "\x1b[0n",
        "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
        "\x1b]10;rgb:0000/0000/0000\a",
        "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
        "\x1b]52;c;UGF2ZWw=\x1b\\",
        "\x1b]lJiří Novák\x1b\\",
        "\x1b[?2026;0$y",
        "\x1b[4;2$y",
        "\x1bP1$r0m\x1b\\",
        "\x1bP0+r544e\x1b\\",
        "\x1b[3;0;0t",
        "\x1b[M !!",
        "\x1b[M#qA",
        *_MOUSE,
        *_FOCUS,
    ],
    "PuTTY": [
        "\x1b[?6c",
        "\x1b[>0;136;0c",
        "\x1b[1;1R",
        "\x1b[0n",
        "\x1b]4;1;rgb:bbbb/0000/0000\a",
        "\x1b[8;24;80t",
        "\x1b]LPuTTY\x1b\\",
        *_MOUSE,
    ],
    "Windows Terminal": [
        "\x1b[?61;4;6;7;14;21;22;23;24;28;32;42;52c",
        "\x1b[>0;10;1c",
        "\x1bP!|00000000\x1b\\",
        "\x1b]11;rgb:0c0c/0c0c/0c0c\x1b\\",
        "\x1b[?2026;2$y",
        "\x1b[65;30;97;1;0;1_",  # a key as Windows has it
        *_MOUSE,
        *_FOCUS,
    ],
    "tmux": ["\x1b[?1;2c", "\x1b[>84;0;0c", "\x1bP>|tmux 3.3a\x1b\\", "\x1b[1;1R", "\x1b[8;80;24t", *_MOUSE, *_FOCUS],
    "screen": ["\x1b[?1;2c", "\x1b[>83;40900;0c", "\x1b[1;1R", "\x1b[0n", *_MOUSE],
    "kitty": [
        "\x1b[?62;2c",
        "\x1b[>1;4000;26c",
        "\x1bP>|kitty(0.26.5)\x1b\\",
        "\x1b]11;rgb:eeee/eeee/eeee\x1b\\",
        "\x1b[?2026;2$y",
        "\x1b[?0u",
        "\x1b[?25u",
        "\x1bP1+r544e=787465726d2d6b69747479\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b[48;24;80;480;800t",
        "\x1b[?997;1n",
        "\x1b[57358u",
        "\x1b[57358;1;65u",
        "\x1b[57358;65;65u",
        "\x1b[57359;1;98u",
        "\x1b[57360;129;49u",
        "\x1b[57363;1;109u",
        "\x1b[57428;1;32u",
        "\x1b[57441;2;65u",
        "\x1b[57449;1;65u",
        "\x1b[57453;1;64u",
        "\x1b[97;1:3u",
        "\x1b[97;1:3;97u",
        "\x1b[97;;127u",
        "\x1b[1;1:3A",
        "\x1b[3;1:3~",
        *_MOUSE,
        *_FOCUS,
    ],
    "none known": [
        "\x1b[>?!z",
        "\x1b[99;98;97z",
        "\x1b[1114112;1;65u",
        "\x1b[55296u",
        "\x1b[97;;1114112u",
        "\x1b[9999999999;1;65u",
        "\x1b]999;whatever\x1b\\",
        "\x1bPwhatever\x1b\\",
        "\x1b_whatever\x1b\\",
        "\x1b^whatever\x1b\\",
        "\x1bXwhatever\x1b\\",
        "\x9b?62;2c",
        "\x9d11;rgb:eeee/eeee/eeee\x9c",
    ],
}
"""What each terminal says when it is asked, or unasked; none of it is a key."""
