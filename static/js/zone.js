// Tells the server where this browser is, for people who want to see times in its zone.
const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const onlyEncrypted = location.protocol === "https:" ? "; secure" : "";
if (browserZone) document.cookie = `zone=${browserZone}; path=/; max-age=31536000; samesite=lax${onlyEncrypted}`;
