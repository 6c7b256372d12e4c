"""A name that Python does not know: misspelt, not imported, or known elsewhere."""

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
OF_ANY_KIND = {name for kind in KINDS.values() for name in dir(kind)}


def unknown_name(case: Case) -> str:
    """The name, as a whole, that Python did not find; empty where that is not what happened."""
    error = case.raised("NameError")
    return error.cause.name if error is not None else ""


def unknown_attribute(case: Case) -> tuple[str, str]:
    """What was looked for after a dot, and in what kind of value; both empty where that is not what happened."""
    error = case.raised("AttributeError")
    return (error.cause.name, error.cause.owner) if error is not None else ("", "")


def meant(case: Case) -> tuple[str, str] | None:
    """The misspelt name, and the one that is meant by it."""
    if name := unknown_name(case):
        near = nearest(name, case.source.bound | set(dir(builtins)))
        return (name, near) if near else None
    name, of = unknown_attribute(case)
    if not name or name in OF_ANY_KIND:  # a right name on a wrong kind of value is another mistake
        return None
    known = KINDS.get(of) or MODULES.get(of)
    if known is not None:
        near = nearest(name, {each for each in dir(known) if not each.startswith("_")}, 0.6)
    elif case.source.function(of) is None and of in case.source.bound:
        near = nearest(name, own_attributes(case))
    else:
        near = None
    return (name, near) if near else None


def own_attributes(case: Case) -> set[str]:
    """The attributes and methods that the program's own classes have."""
    stored = {node.attr for node in case.source.nodes if isinstance(node, ast.Attribute) and is_store(node.ctx)}
    return stored | {node.name for node in case.source.nodes if isinstance(node, ast.FunctionDef)}


def is_store(context: ast.expr_context) -> bool:
    """Whether something is given to a name there."""
    return isinstance(context, ast.Store)


@mistake(By.ERROR, "02_create_socket#name-typo")
def name_typo(case: Case) -> Fit:
    """A name is misspelt.

    Your program uses the name {name}, and there is nothing of that name. Python notices this only when it comes to the
    line. Nearest to it is {near}. Try: write the name letter by letter as it is written elsewhere, upper and lower case
    too.
    """
    found = meant(case)
    if found is None or found == ("thread", "Thread"):
        return False
    return {"name": found[0], "near": found[1]}


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
        if isinstance(node, ast.Name) and node.id == name and is_store(node.ctx):
            owner = case.source.function_around(node)
            return {"name": name, "function": owner.name} if owner is not None and owner not in around else False
    return False
