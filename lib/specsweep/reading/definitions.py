"""What tools mean by the same words, where a sweep mixes them."""

from specsweep.reading import gather


def differences(tools):
    """Sentences on how the tools of one sweep differ; none where there is only one.

    tools : names as in the sweep's `tool` column
    """
    said = {tool.TOOL: tool.DEFINITION for tool in gather.TOOLS} | {
        gather.TABLE: "as whoever wrote the table defined them"
    }
    tools = [t for t in dict.fromkeys(tools) if t in said]
    if len({said[t] for t in tools}) < 2:
        return []
    first = (
        "These rows were measured with tools that define their columns differently, which can look like a difference"
    )
    return [f"{first} between the sides.", *(f"{t}: {said[t]}." for t in tools)]
