"""Names that Python does not know: misspelt, not imported, or local to another function."""

import ast
import builtins
import socket
import sys
import threading
import time

from grader.advice.evidence import Case
from grader.advice.rule import By, Fit, mistake
from grader.sourcefile.tree import nearest

KINDS = {"socket": socket.socket, **{kind.__name__: kind for kind in (bytes, bytearray, str, list, dict, tuple, set)}}
MODULES = {f"module {module.__name__}": module for module in (socket, sys, threading, time)}
EXAMPLES = {"socket": "sock", "str": "text", "bytes": "data"}  # what a value of each type may be called
METHODS = {name: {each for each in dir(KINDS[name]) if not each.startswith("_")} for name in EXAMPLES}
PYTHON3 = {  # https://docs.python.org/3/whatsnew/3.0.html
    "unicode": "str",
    "raw_input": "input",
    "xrange": "range",
    "unichr": "chr",
    "long": "int",
    "basestring": "str",
}
OF_ANY_KIND = {name for kind in KINDS.values() for name in dir(kind)}


def unknown_name(case: Case) -> str:
    """The name in a NameError; empty where there was none."""
    error = case.raised("NameError")
    return error.cause.name if error is not None else ""


def misspelt(case: Case) -> tuple[str, str] | None:
    """A misspelt name and the nearest known name; None where there is none."""
    if name := unknown_name(case):
        near = nearest(name, case.source.bound | set(dir(builtins)))
        return (name, near) if near else None
    error = case.raised("AttributeError")
    name, owner = (error.cause.name, error.cause.owner) if error is not None else ("", "")
    if not name or name in OF_ANY_KIND:  # a correct name on the wrong kind of value is another mistake
        return None
    known, near = KINDS.get(owner) or MODULES.get(owner), None
    if known is not None:
        near = nearest(name, {each for each in dir(known) if not each.startswith("_")}, 0.6)
    elif case.source.function(owner) is None and owner in case.source.bound:  # a class of the program
        nodes = case.source.nodes
        stored = {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
        near = nearest(name, stored | {node.name for node in nodes if isinstance(node, ast.FunctionDef)})
    return (name, near) if near else None


@mistake(By.ERROR, "02_create_socket#name-typo")
def name_typo(case: Case) -> Fit:
    """A name is misspelt.

    Your program uses the name {name}, and there is nothing of that name. Python notices this only when it comes to the
    line. Nearest to it is {near}. Try: write the name letter by letter as it is written elsewhere, upper and lower case
    too.
    """
    found = misspelt(case)
    if found is None or found == ("thread", "Thread"):
        return False
    return {"name": found[0], "near": found[1]}


@mistake(By.ERROR, "02_create_socket#name-typo", over=("name-typo",))
def method_alone(case: Case) -> Fit:
    """A method is called without its object.

    {name}() is a method: it belongs to an object of the type {kind}, and Python finds it only there. Try: write the
    object and a dot before it: {example}.
    """
    name = unknown_name(case)
    kind = next((kind for kind, known in METHODS.items() if name in known), "")
    if not kind or not any(isinstance(call.func, ast.Name) for call in case.calls_at_error(name)):
        return False
    return {"name": name, "kind": kind, "example": f"{EXAMPLES[kind]}.{name}(...)"}


@mistake(By.ERROR, "02_create_socket#name-typo", over=("name-typo",))
def python2_name(case: Case) -> Fit:
    """A name of Python 2.

    {name} is a function of Python 2. Python 3 has {now} in its place. Try: {now}.
    """
    name = unknown_name(case)
    return {"name": name, "now": PYTHON3[name]} if name in PYTHON3 else False


@mistake(By.ERROR, "02_create_socket#name-typo", over=("name-typo",))
def import_missing(case: Case) -> Fit:
    """A module is not imported.

    Your program uses {name}, a module of Python's library, and never imports it. Python knows a module's name only from
    the import on. Try: import {name}, at the top of the file.
    """
    name = unknown_name(case)
    return {"name": name} if name in sys.stdlib_module_names and name not in case.source.bound else False


@mistake(By.ERROR, "02_create_socket#name-typo", over=("name-typo",))
def name_elsewhere(case: Case) -> Fit:
    """A name is used outside the function that it belongs to.

    You gave {name} its value inside of {function}(). Such a name lives only there, and nobody outside can see it. Try:
    give the value back with return, and take it where you call the function: {name} = {function}(...).
    """
    name, here = unknown_name(case), case.at_error()
    if not name or not here:
        return False
    around = {case.source.function_around(here[0]), *case.source.around(here[0])}
    for node in case.source.nodes:
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
            owner = case.source.function_around(node)
            return {"name": name, "function": owner.name} if owner is not None and owner not in around else False
    return False
