"""Who there is in the demo world: teams, services, customers and models. Data only."""

from typing import NamedTuple

from finops.runtime.demo.records import Model

PROJECT = "demo"


class Service(NamedTuple):
    """A service and the team that runs it. Without a team its spend belongs to nobody."""

    name: str
    team: str | None
    language: str = "python"
    version: str = "1.0.0"
    region: str = "eu-central-1"
    sdk: str = "1.45.2"


TEAMS = ("commerce", "growth", "knowledge", "legal", "support")

SERVICES = {
    service.name: service
    for service in (
        Service("support-agent", "support", version="4.12.0"),
        Service("help-center", "support", version="2.3.1"),
        Service("ticket-router", "support", version="1.9.0"),
        Service("shop-web", "commerce", language="nodejs", version="2026.11.2", sdk="2.2.0"),
        Service("search-api", "commerce", version="3.1.4"),
        Service("onboarding-worker", "growth", version="0.18.0"),
        Service("campaign-studio", "growth", version="1.2.0"),
        Service("contract-desk", "legal", version="2.0.5", region="us-east-1"),
        Service("knowledge-indexer", "knowledge", version="1.4.2"),
        Service("llama-inference", "support", version="0.19.1"),
        Service("analyst-notebooks", None, version="0.3.0"),
        Service("crm-bridge", None, version="0.0.9"),
    )
}

GPT_4O = Model("openai", "gpt-4o", "gpt-4o-2024-08-06", 0.55, 82)
GPT_41_MINI = Model("openai", "gpt-4.1-mini", "gpt-4.1-mini-2025-04-14", 0.38, 110)
GPT_5 = Model("openai", "gpt-5", "gpt-5-2025-08-07", 2.4, 64)
GPT_5_MINI = Model("openai", "gpt-5-mini", "gpt-5-mini-2025-08-07", 1.1, 96)
O4_MINI = Model("openai", "o4-mini", "o4-mini-2025-04-16", 2.9, 90)
EMBEDDING_SMALL = Model("openai", "text-embedding-3-small", "text-embedding-3-small", 0.12, 1)
EMBEDDING_LARGE = Model("openai", "text-embedding-3-large", "text-embedding-3-large", 0.2, 1)
CLAUDE_HAIKU = Model("anthropic", "claude-haiku-4-5", "claude-haiku-4-5-20251001", 0.5, 130)
CLAUDE_SONNET_BEDROCK = Model(
    "aws.bedrock",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    0.9,
    62,
)
GEMINI_FLASH = Model("gemini", "gemini-2.5-flash", "gemini-2.5-flash", 0.45, 190)
# Runs on the company's own GPUs: no catalogue knows what it costs.
OWN_LLAMA = Model("self-hosted", "llama-3.3-70b-tickets", "llama-3.3-70b-tickets", 0.3, 45)

CUSTOMERS = (
    "Aldgate Foods", "Amberline Media", "Baltic Freight", "Birchwood Clinics", "Bluefin Outdoor",
    "Brightwater Energy", "Calder & Sons", "Cedar Hill Schools", "Copperfield Hotels", "Corvid Robotics",
    "Dovetail Furniture", "Eastgate Pharmacy", "Elmstead Insurance", "Fairhaven Travel", "Ferro Bikes",
    "Foxglove Cosmetics", "Glenmore Dairy", "Granite Bank", "Harbour Logistics", "Hazel & Finch",
    "Ironbridge Tools", "Juniper Labs", "Kestrel Aviation", "Lakeside Realty", "Larkspur Fashion",
    "Linden Books", "Marlow Instruments", "Meridian Telecom", "Millbrook Farms", "Northwind Apparel",
    "Oakline Builders", "Orchard Street Cafes", "Pinecrest Resorts", "Quarry Sports", "Redwood Finance",
    "Saltmarsh Seafood", "Silverbirch Care", "Thistle Games", "Umber Ceramics", "Westfold Motors",
)  # fmt: skip
USERS_PER_CUSTOMER = 12

# Plausible sentences. The project drops content, so none of this is stored.
QUESTIONS = (
    "The kettle arrived with a cracked lid. Can I get my money back?",
    "Which plan fits a team of twenty with single sign-on?",
    "Please check clause 7.3 on liability against our standard terms.",
    "Find a quiet dishwasher under 600 with delivery before Friday.",
    "Write three subject lines for the autumn sale, friendly and short.",
)
ANSWERS = (
    "I have looked up the order and approved the refund; it takes three to five days.",
    "The Business plan includes single sign-on and twenty seats.",
    "Clause 7.3 departs from your standard: liability is not capped. I suggest a change.",
    "I found four models that match; the quietest runs at 42 dB.",
    "Here are three subject lines in the tone you asked for.",
)
