"""The chapters of the invented report, as somebody would have written them."""

SUMMARY = """\
Bryggan är ett samarbete mellan Nyby kommun, regionen, Försäkringskassan och Arbetsförmedlingen för
unga mellan 16 och 30 år som varken arbetar eller studerar. **109 personer har deltagit.** Ungefär tre
av tio gick till arbete, men det vi har lärt oss om *hur* vi arbetar tillsammans är minst lika viktigt.

Målen var tre:

1. Att varje deltagare får en gemensam kartläggning inom fyra veckor.
2. Att nio av tio har en förändrad situation när deltagandet slutar.
3. Att arbetssättet finns kvar när projektet är slut:
   - i ordinarie verksamhet
   - med en namngiven ansvarig i varje myndighet
"""

GROUND = """\
## Deltagarna

Deltagarna kommer till Bryggan genom en handläggare, genom ungdomsmottagningen eller på eget
initiativ. Ingen har nekats att delta. Den som har tackat nej har fått ett nytt samtal inom tre månader.

## Personalen

En projektledare på heltid och två arbetskonsulenter på deltid har hållit ihop arbetet. Arbetsmarknads-
och utbildningsförvaltningen, socialförvaltningen och den öppna psykiatriska mottagningen har var sin
kontaktperson.

### Vikariat

Under våren 2023 var en av tjänsterna vakant i elva veckor. Det syns i antalet nya deltagare.

## Organisationen

| Grupp | Vilka | Möten per år |
|:------|:------|-------------:|
| Styrgruppen | Chefer för de fyra parterna | 6 |
| Arbetsgruppen | Handläggare som möter deltagarna | **24** |
| Referensgruppen | Tidigare deltagare | 4 |
"""

PROCESS = """\
Arbetet börjar med ett flerpartssamtal, där deltagaren själv bestämmer vilka som är med. Därefter
skrivs en plan på högst en sida. Planen är deltagarens, inte vår.

> Jag har fått en plan som jag förstår, och alla har samma. Förut hade jag fyra.

Arbetsmarknadsrehabiliteringsinsatser och sysselsättningsfrämjandeåtgärder har vi köpt av
folkhögskolan. Mer om metoden finns på [förbundets sidor](https://www.example.org/bryggan) eller kan
fås av <bryggan@example.org>.

Vi vet att kortare väntan är bra,\\
men inte hur kort den måste vara.
"""

RESULTS = """\
Tabellerna visar vilka som har deltagit och vart de gick. Spannen är breda: gruppen är liten, och det
som hänt just dessa personer behöver inte hända nästa.
"""

REFLECTIONS = """\
Det viktigaste har varit att *någon* alltid har hållit i nästa steg. När vi har tappat bort en deltagare
har det nästan alltid varit i glappet mellan två beslut.

- Ett gemensamt schema för överlämningar behövs.
- Handläggarna behöver mandat att tolka sina regelverk.
- Tiden för eftervård ska räknas från början.
"""

PROPOSAL = """\
Styrgruppen föreslår att kommunen blir huvudman från den 1 januari 2025 och att de fyra parterna tecknar
en överenskommelse om bemanning. Kostnaden beräknas till 1,2 miljoner kronor per år.
"""
