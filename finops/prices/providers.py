"""Names of providers: what emitters, hosts and model names say, and the name the catalogue uses."""

import re

# Every spelling seen in telemetry of a provider, lower case; the key is the canonical name.
_SPELLINGS = {
    "openai": "openai text-completion-openai",
    "azure": "azure azure.openai az.ai.openai azure.ai.openai azure_ai az.ai.inference azure.ai.inference "
    "azure-openai azure_openai azure_text azure-ai azure-ai-foundry",
    "anthropic": "anthropic claude",
    "aws": "aws aws.bedrock aws_bedrock bedrock bedrock_converse amazon-bedrock amazon_bedrock aws.anthropic "
    "bedrock-converse amazon",
    "google": "google gcp gcp.vertex_ai vertex_ai vertexai vertex google.vertex gcp.anthropic google-vertex "
    "google-vertex-anthropic gcp.gemini gcp.gen_ai gemini google.generative-ai google_genai google-genai "
    "google_vertexai vertex_ai_beta google_gemini google-gla google-vertexai google_generativeai",
    "mistral": "mistral mistral_ai mistralai codestral",
    "x-ai": "x-ai x_ai xai x.ai",
    "moonshotai": "moonshotai moonshot_ai moonshot",
    "together": "together together_ai togetherai together-ai",
    "fireworks": "fireworks fireworks_ai fireworks-ai",
    "cohere": "cohere cohere_chat",
    "deepseek": "deepseek",
    "groq": "groq",
    "perplexity": "perplexity perplexity_ai perplexity-ai",
    "cerebras": "cerebras",
    "openrouter": "openrouter open_router",
    "voyageai": "voyageai voyage voyage_ai",
    "novita": "novita novita_ai novita-ai",
    "cloudflare": "cloudflare workers-ai cloudflare_workers_ai",
    "zai": "zai z.ai z_ai z-ai",
    "zhipuai": "zhipuai zhipu bigmodel",
    "minimax": "minimax",
    "github-copilot": "github-copilot github_copilot",
    "databricks": "databricks",
    "baseten": "baseten",
    "elevenlabs": "elevenlabs",
    "ibm.watsonx.ai": "ibm.watsonx.ai watsonx ibm.watsonx",
    "ollama": "ollama ollama_chat",
}
NAMES = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()}

# Frameworks and gateways that put their own name where the provider belongs.
NOT_PROVIDERS = frozenset(
    [
        "strands-agents",
        "strands",
        "gcp.vertex.agent",
        "microsoft.agent_framework",
        "langchain",
        "langgraph",
        "crewai",
        "litellm",
        "llama_index",
        "llamaindex",
        "llama-index",
        "autogen",
        "semantic_kernel",
        "microsoft.semantic_kernel",
        "unknown",
        "none",
        "other",
        "custom",
        "custom_openai",
        "openai_compatible",
        "openai-compatible",
        "litellm_proxy",
    ]
)

# Makers whose API others speak too: a known host says who really answered and bills.
PROTOCOLS = frozenset({"openai", "anthropic"})

# Clouds that sell the models of others: their host outranks any provider name.
PLATFORM_HOSTS = (
    (
        re.compile(r"\.(openai|services\.ai|cognitiveservices)\.azure\.(com|us|cn)$|\.azure-api\.net$"),
        "azure",
    ),
    (re.compile(r"^bedrock-(runtime|agent-runtime|mantle)[.-]"), "aws"),
    (re.compile(r"^([a-z0-9-]+-)?aiplatform(\.[a-z0-9-]+\.rep)?\.googleapis\.com$"), "google"),
)
# Every other host that says who answered; a leading dot means any subdomain.
HOSTS = {
    "api.openai.com": "openai",
    ".api.openai.com": "openai",
    "api.anthropic.com": "anthropic",
    ".googleapis.com": "google",
    "openrouter.ai": "openrouter",
    ".openrouter.ai": "openrouter",
    "api.mistral.ai": "mistral",
    "codestral.mistral.ai": "mistral",
    "api.x.ai": "x-ai",
    ".api.x.ai": "x-ai",
    "api.deepseek.com": "deepseek",
    "api.groq.com": "groq",
    "api.cohere.ai": "cohere",
    "api.cohere.com": "cohere",
    "api.perplexity.ai": "perplexity",
    "api.cerebras.ai": "cerebras",
    "api.together.xyz": "together",
    "api.together.ai": "together",
    "api.fireworks.ai": "fireworks",
    "api.novita.ai": "novita",
    "api.voyageai.com": "voyageai",
    "api.moonshot.ai": "moonshotai",
    "api.moonshot.cn": "moonshotai",
    "api.z.ai": "zai",
    "open.bigmodel.cn": "zhipuai",
    "api.minimax.io": "minimax",
    "api.minimax.chat": "minimax",
    "api.minimaxi.com": "minimax",
    "api.githubcopilot.com": "github-copilot",
    "inference.baseten.co": "baseten",
    "oai.endpoints.kepler.ai.cloud.ovh.net": "ovhcloud",
    ".cloud.databricks.com": "databricks",
    ".azuredatabricks.net": "databricks",
    ".gcp.databricks.com": "databricks",
    "api.elevenlabs.io": "elevenlabs",
    "api.arcee.ai": "arcee",
    "api.avian.io": "avian",
}

# The provider a bare model name points to; the first that matches wins. Names that only a cloud
# uses come first, because they hold a maker's name too.
FAMILIES = tuple(
    (re.compile(pattern), provider)
    for pattern, provider in (
        (r"^arn:aws|^bedrock/", "aws"),
        (r"^([a-z]{2,6}(-gov)?\.)?(anthropic|amazon|meta|mistral|cohere|ai21|deepseek|qwen)\.[a-z]", "aws"),
        (r"^(projects/.+/)?publishers/|@(20\d{6}|default)$", "google"),
        (r"claude", "anthropic"),
        (r"cerebras", "cerebras"),
        (r"^@cf/", "cloudflare"),
        (r"^command-|^embed-(english|multilingual|v\d)|^rerank-(english|multilingual|v\d)", "cohere"),
        (r"^composer-", "cursor"),
        (r"^databricks-|^system\.ai\.", "databricks"),
        (r"^deepseek", "deepseek"),
        (r"^eleven_", "elevenlabs"),
        (r"^accounts/fireworks/", "fireworks"),
        (r"gemini|^text-embedding-00\d", "google"),
        (r"^muse-spark-|^muse-wonder-1\.0$", "meta"),
        (r"^minimax-(m|01$)|^m2-her$", "minimax"),
        (
            r"^(?![^/]+/)(labs-)?((mi|code|dev|magi|mini)stral|mixtral|pixtral|voxtral|open-(mistral|mixtral))",
            "mistral",
        ),
        (r"^kimi|^moonshot", "moonshotai"),
        (r"^(ft:)?gpt-|^whisper-1$|^tts-1|^o[134]", "openai"),
        (r"^chatgpt-|^text-embedding-(3|ada)|^dall-e|^codex-|^computer-use-|^omni-moderation", "openai"),
        (r"^sonar", "perplexity"),
        (r"^jev-", "typesafe"),
        (r"^voyage-", "voyageai"),
        (r"grok", "x-ai"),
        (r"^glm-", "zhipuai"),
    )
)
