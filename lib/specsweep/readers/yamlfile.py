"""YAML documents: data only, bounded, and no key twice."""

import yaml

from specsweep.errors import SweepError

MAX_BYTES = 16 << 20
Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(Base):
    """Refuses what YAML would let pass: a key given twice, and aliases that multiply."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else []:
            if key.value in seen and isinstance(key.value, str) and key.value != "<<":
                raise yaml.constructor.ConstructorError(None, None, f"the key {key.value!r} is given twice", None)
            if isinstance(key.value, str):
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def document(stream, name):
    """The mapping that a YAML file holds.

    Raises
    ------
    SweepError : it holds something else, or too much.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SweepError(f"{name} is longer than {MAX_BYTES >> 20} MB, too long for a report in YAML")
    try:
        record = yaml.load(data, Loader)
    except yaml.YAMLError as error:
        raise SweepError(f"{name} is not valid YAML: {' '.join(str(error).split())[:200]}") from None
    except (RecursionError, ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise SweepError(f"{name} is not valid YAML: {type(error).__name__}") from None
    if not isinstance(record, dict):
        raise SweepError(f"{name} is not a report: its YAML is no mapping of names to values")
    return record
