"""The price book. Prices are only added and superseded; a charge names the row it was priced with."""

from django.db import models
from django.db.models.functions import Now, Round


class PriceProvider(models.Model):
    """Somebody who sells calls to models, by the catalogue's name."""

    name = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    fallback = models.JSONField(default=list, help_text="Providers whose models it sells too.")

    class Meta:
        db_table = "price_provider"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.title


class PricedModel(models.Model):
    """A model of one provider and the rules that recognise its name."""

    provider = models.ForeignKey(PriceProvider, on_delete=models.PROTECT, related_name="models")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    match = models.JSONField(help_text="A clause: equals, starts_with, ends_with, contains, regex, or, and.")
    position = models.IntegerField(null=True, help_text="Rules are tried in this order; null: withdrawn.")

    class Meta:
        db_table = "priced_model"
        ordering = ["provider", "position"]
        constraints = [models.UniqueConstraint("provider", "name", name="priced_model_name")]

    def __str__(self) -> str:
        return self.name


class PriceRevision(models.Model):
    """One change of the price book: readers keep the book until there is a new revision."""

    created_at = models.DateTimeField(db_default=Now(), editable=False)
    source_version = models.CharField(max_length=100)
    added = models.IntegerField()
    superseded = models.IntegerField()

    class Meta:
        db_table = "price_revision"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.source_version}: +{self.added} -{self.superseded}"


class Price(models.Model):
    """The price of a model from a UTC day until the next one of the same context begins.

    Never changed but for being superseded. Of several with the same first day the daily window decides.
    """

    class Source(models.TextChoices):
        CATALOGUE = "catalogue", "Catalogue"
        MANUAL = "manual", "Set by hand"

    model = models.ForeignKey(PricedModel, on_delete=models.PROTECT, related_name="prices")
    context = models.JSONField(default=dict, help_text='Such as {"service_tier": "priority"}.')
    valid_from = models.DateField(null=True, help_text="UTC; null: the source knows no beginning.")
    time_from = models.TimeField(null=True, help_text="Daily window, UTC; null: the whole day.")
    time_until = models.TimeField(null=True, help_text="Null: midnight.")
    source = models.CharField(max_length=20, choices=Source)
    source_version = models.CharField(max_length=100, help_text="The first version with this price.")
    content_hash = models.CharField(max_length=32, help_text="Over context, dates, window and rates.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    superseded_at = models.DateTimeField(null=True, editable=False)
    superseded_by = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT)

    class Meta:
        db_table = "price"
        ordering = ["model", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "source", "content_hash"],
                condition=models.Q(superseded_at=None),
                name="price_once_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.model_id} from {self.valid_from or 'the beginning'}"


class PriceComponent(models.Model):
    """One rate of a price: USD per `per` units, once the input exceeds `tier_start` tokens."""

    price = models.ForeignKey(Price, on_delete=models.CASCADE, related_name="components")
    unit = models.CharField(max_length=100, help_text="Usage key of genai-prices.")
    per = models.IntegerField()
    rate = models.DecimalField(max_digits=38, decimal_places=24)
    tier_start = models.BigIntegerField(default=0)

    class Meta:
        db_table = "price_component"
        ordering = ["price", "unit", "tier_start"]
        constraints = [
            models.UniqueConstraint(fields=["price", "unit", "tier_start"], name="price_component_once"),
            models.CheckConstraint(condition=models.Q(rate__gte=0), name="price_component_not_negative"),
            models.CheckConstraint(
                # Divided by a million it still fits the 24 decimals of the ledger.
                condition=models.Q(rate=Round("rate", precision=18)),
                name="price_component_fits_ledger",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate} USD per {self.per} {self.unit}"
