"""The sentence behind each code that a register can be refused or remarked on with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from stafett.people.rules import IN_A_FILE
from stafett.people.rules import SENTENCES as OF_NUMBERS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OF_FILES = {
    "empty": _("Filen är tom. Välj en fil med rubriker på första raden och en deltagare per rad."),
    "too-large": _(
        "Filen är %(size)s MB. Den största som går att läsa in här är %(most)s MB. Dela filen, "
        "eller be den som sköter systemet att läsa in den med kommandot stafett import register."
    ),
    "divide-it": _(
        "Filen är %(size)s MB. Den största som går att läsa in här är %(most)s MB. Dela den i flera med "
        "samma rubriker, och läs in dem en i taget."
    ),
    "workbook-too-large": _(
        "Arbetsboken är %(size)s MB. Den största som går att läsa in är %(most)s MB. Spara den som CSV, "
        "som får vara större, eller dela den."
    ),
    "formula-without-value": _(
        "Cellen %(cell)s har en formel vars värde aldrig har räknats ut. Öppna arbetsboken i Excel eller "
        "LibreOffice, spara den och läs in den igen."
    ),
    "rubbish": _(
        "Filen är varken text eller Excel. Spara registret som CSV (UTF-8) eller Excel (.xlsx)."
    ),
    "utf-16": _(
        "Filen är sparad som Unicode-text (UTF-16). Spara den i stället som CSV UTF-8 eller .xlsx."
    ),
    "markup": _(
        "Filen är en webbsida eller XML, även om namnet säger något annat. Öppna den i Excel och "
        "spara som .xlsx."
    ),
    "old-excel": _(
        "Filen är i det gamla Excelformatet eller skyddad med lösenord. Ta bort lösenordet och "
        "spara som .xlsx."
    ),
    "not-excel": _(
        "Filen är packad men är ingen Excelarbetsbok. Spara registret som CSV eller .xlsx."
    ),
    "damaged": _(
        "Arbetsboken är skadad och går inte att läsa. Öppna den i Excel och spara om den."
    ),
    "macros": _("Arbetsboken innehåller makron. Spara den som .xlsx, som inte kan ha makron."),
    "zip-bomb": _(
        "Arbetsboken packar upp till mer än den får. Kopiera bara registrets celler till en ny "
        "arbetsbok och spara den som .xlsx, eller spara som CSV."
    ),
    "too-many-cells": _(
        "Bladet sträcker sig till rad %(rows)s och kolumn %(columns)s. Det är fler celler än som "
        "går att läsa. Ta bort det som ligger utanför registret, eller spara som CSV."
    ),
    "days-from-1904": _(
        "Arbetsboken räknar dagar från 1904, så datum kan bli fyra år fel. Stäng av 1904 års "
        "datumsystem i Excels inställningar, eller spara som CSV."
    ),
    "no-sheet": _("Det finns inget blad som heter %(sheet)s. Bladen heter: %(sheets)s."),
    "no-rows": _("Filen har bara rubriker. Det behövs minst en rad med en deltagare."),
    "one-column": _(
        "Alla rubriker hamnade i en enda kolumn. Skilj kolumnerna åt med semikolon, komma, "
        "tabb eller |."
    ),
    "missing-column": _(
        "Kolumnen %(header)s finns inte i filen. Välj en annan kolumn för %(field)s."
    ),
    "missing-field": _("Ingen kolumn är vald för %(field)s, som måste finnas."),
    "missing-key": _(
        "Ingen kolumn säger vem raden handlar om. Välj en kolumn för ärendenummer, personnummer "
        "eller annat nummer."
    ),
    "header-twice": _(
        "Rubriken %(header)s finns %(times)s gånger. Varje rubrik får finnas en gång."
    ),
    "column-twice": _(
        "Kolumnen %(header)s är vald för både %(field)s och %(other)s. Välj en av dem."
    ),
    "no-branch": _(
        "Insatsen har ingen gren än, och utan gren kan ingen börja. Öppna en på insatsens sida och läs "
        "in filen igen."
    ),
    "register-busy": _(
        "Ett annat register läses in i insatsen just nu. Vänta tills det är klart, och försök igen."
    ),
    "unknown-field": _("Kolumnvalet nämner %(field)s, som inte finns. Gör om kolumnvalet."),
}

OF_ROWS = {
    "mixed-encoding": _(
        "Raden är skriven med en annan teckenkodning än filen i övrigt (%(encoding)s), så å, ä "
        "och ö skulle bli fel. Spara hela filen som CSV UTF-8."
    ),
    "unreadable-character": _("Raden har ett tecken som inte finns i %(encoding)s."),
    "lost-characters": _(
        "Raden har tecken som blivit förvanskade (%(seen)s) innan filen kom hit. Hämta uppgifterna "
        "på nytt och spara som CSV UTF-8."
    ),
    "nul-byte": _(
        "Raden har tecken som inte är text. Filen är troligen skadad: hämta den på nytt."
    ),
    "row-too-long": _(
        "Raden är längre än %(most)s tecken. Ofta saknas ett citattecken eller en radbrytning."
    ),
    "quote-never-closed": _(
        "Ett citattecken öppnas men stängs aldrig. Stäng det, eller skriv två citattecken i rad "
        "där texten själv ska ha ett."
    ),
    "quote-in-text": _(
        "Ett citattecken står mitt i en text. Skriv två citattecken i rad där texten själv ska ha ett."
    ),
    "too-few-columns": _(
        "Raden har %(found)s kolumner men rubrikerna är %(expected)s. Fyll på med tomma celler, "
        "så att inget hamnar i fel kolumn."
    ),
    "too-many-columns": _(
        "Raden har %(found)s kolumner men rubrikerna är %(expected)s. Ofta står ett "
        "skiljetecken inne i en text: sätt texten inom citattecken."
    ),
    "row-twice": _("Raden är densamma som rad %(first)s. Ta bort den ena."),
    "case-twice": _(
        "Ärendenumret står också på rad %(first)s. Varje deltagande ska ha sitt eget ärendenummer."
    ),
    "overlap-recorded": _(
        "Personen har redan ett deltagande i insatsen under samma tid: ärende %(case)s från "
        "%(first)s. Rätta datumen, eller använd samma ärendenummer om det är samma deltagande."
    ),
    "number-of-another": _(
        "Ärendet tillhör en person, men numret på raden tillhör en annan. Jämför ärendenummer och "
        "personnummer, och rätta det som är fel."
    ),
    "protected-without-team": _(
        "Den som har skyddade personuppgifter kan bara läsas in av någon som själv arbetar i insatsen. "
        "Läs in raden på sidan i stället för med kommandot."
    ),
    "kept-out-by-routine": _(
        "Enligt rutinen hos den som svarar för uppgifterna skrivs den som har skydd inte in med namn, nummer, "
        "födelsedag, språk eller stöd. Töm de cellerna: ärendenummer, födelseår och kön räcker."
    ),
    "contact-on-paper": _(
        "Enligt rutinen hos den som svarar för uppgifterna står det bara på papper hur den som har skydd nås. "
        "Töm den cellen."
    ),
    "no-such-routine": _(
        "Bara den skrivs in utan identitet som rutinen håller utanför, och den som svarar för uppgifterna har "
        "inte beslutat det. Skriv vilket skydd personen har."
    ),
    "protect-by-hand": _(
        "Personen är inlagd utan skydd. Lägg in skyddet på deltagarens sida först, så att du väljer "
        "vilka som ska få se ärendet. Läs sedan in filen igen."
    ),
    "case-not-yours": _(
        "Ärendenumret %(case)s finns redan i insatsen, i ett ärende som du inte kan ändra. Är det ett "
        "annat ärende: ge raden ett eget nummer. Är det samma: ta bort raden, och vänd dig till den "
        "som håller ihop ärendet."
    ),
    "register-not-kept": _(
        "%(authority)s svarar för grenen %(branch)s, och din myndighet för inte registret åt den. Ta bort "
        "raden, eller be den läsa in sina egna."
    ),
    "controller-changed": _(
        "Ärendet finns i grenen %(branch)s, som har en annan personuppgiftsansvarig. Avsluta det där, "
        "och ge deltagandet här ett nytt ärendenummer."
    ),
    "overlap-elsewhere": _(
        "Personen har redan ett deltagande i insatsen under samma tid, i ett ärende som du inte kan "
        "ändra. Rätta datumen, eller vänd dig till projektledaren."
    ),
    "rows-clash": _(
        "Raden gäller samma deltagande som en annan rad i filen. Ge varje deltagande ett eget "
        "ärendenummer."
    ),
    "exit-undone": _(
        "Ärendet är avslutat %(ended)s, men enligt filen är det inte det. Läses filen in tas avslutet bort."
    ),
    "stated-by-periods": _(
        "Försörjning eller sysselsättning direkt före eller efter är något annat enligt perioderna i ärendet. "
        "Perioderna gäller; det som står i filen om det läses inte in."
    ),
    "overlap": _(
        "Personen är redan med på rad %(first)s under samma tid. Rätta datumen, eller ta bort den "
        "ena raden."
    ),
}

OF_VALUES = {
    "missing-value": _("Cellen är tom, men %(field)s måste fyllas i."),
    "missing-person": _(
        "Raden säger inte vem den handlar om. Fyll i ärendenummer, personnummer eller annat nummer."
    ),
    "text-long": _("Texten är %(length)s tecken. Högst %(most)s får plats: korta den."),
    "text-control": _("Texten har ett dolt tecken som vänder på skriften. Skriv om den i cellen."),
    "not-a-choice": _("”%(text)s” är inget av det som går att välja: %(choices)s."),
    "not-a-municipality": _("”%(text)s” är ingen svensk kommun. Skriv kommunens namn eller kod."),
    "branch-waits": _(
        "%(authority)s har inte sagt ja till att svara för uppgifterna i grenen %(branch)s. Innan dess "
        "kan ingen skrivas in där."
    ),
    "ambiguous-choice": _("Flera heter ”%(text)s”. Skriv koden i stället."),
    "nothing-to-choose": _(
        "Det finns inget att välja för %(field)s. Lägg upp det i systemet först, eller lämna "
        "cellen tom."
    ),
    "lost-zero": _("Koden %(text)s saknade sin första nolla och lästes som %(read)s."),
    "not-a-sex": _("”%(text)s” går inte att läsa som kön. Skriv %(choices)s."),
    "sex-not-offered": _(
        "”%(text)s” är inte upplagt som val för kön i den här insatsen. Skriv kvinna, man eller okänt."
    ),
    "not-yes-or-no": _("”%(text)s” är varken ja eller nej. Skriv ja, nej eller lämna cellen tom."),
    "not-a-date": _(
        "”%(text)s” går inte att läsa som datum. Skriv ÅÅÅÅ-MM-DD, till exempel 2021-03-01."
    ),
    "date-short-year": _("”%(text)s” har för få siffror i året. Skriv ÅÅÅÅ-MM-DD."),
    "date-no-day": _("”%(text)s” saknar dag. Skriv hela datumet: ÅÅÅÅ-MM-DD."),
    "date-no-year": _("”%(text)s” saknar år. Skriv hela datumet: ÅÅÅÅ-MM-DD."),
    "date-ambiguous": _(
        "”%(text)s” kan betyda både %(one)s och %(other)s. Skriv ÅÅÅÅ-MM-DD, så att det inte går "
        "att ta fel."
    ),
    "date-no-month": _("”%(text)s”: månad %(month)s finns inte. Skriv ÅÅÅÅ-MM-DD."),
    "date-no-such-day": _("”%(text)s”: den månaden har %(days)s dagar, så dag %(day)s finns inte."),
    "date-year": _("”%(text)s”: året måste ligga mellan %(first)s och %(last)s."),
    "date-serial": _("%(text)s är Excels dagnummer och lästes som %(read)s. Kontrollera dagen."),
    "not-a-percent": _(
        "”%(text)s” går inte att läsa som procent. Skriv till exempel 50 %%, 0,5 eller halvtid."
    ),
    "percent-range": _(
        "”%(text)s”: procent ska vara mer än 0 och högst 100. Lämna tomt för inget."
    ),
    "percent-one": _("1 lästes som 100 %%. Skriv 1 %% om det är en procent som menas."),
    "percent-rounded": _("”%(text)s” avrundades till %(read)s %%: här räknas hela procent."),
    "not-hours": _(
        "”%(text)s” går inte att läsa som timmar i veckan. Skriv till exempel 20, 20,5 eller halvtid."
    ),
    "hours-range": _("”%(text)s”: timmar i veckan ska vara mer än 0 och högst %(most)s."),
    "hours-rounded": _("”%(text)s” avrundades till %(read)s timmar i veckan."),
    "marked-assumed": _(
        "”%(text)s” lästes som sekretessmarkering. Är skyddet starkare: skriv skyddad "
        "folkbokföring eller fingerade personuppgifter."
    ),
}

OF_WHOLES = {
    "end-before-start": _(
        "Slutdatum %(end)s ligger före startdatum %(start)s. Rätta det som är fel."
    ),
    "start-in-future": _(
        "Startdatum %(start)s ligger i framtiden. Ta med raden när det har börjat."
    ),
    "start-before-initiative": _(
        "Startdatum %(start)s ligger före insatsens första dag, %(first)s. Rätta det, eller låt "
        "projektledaren ändra insatsens start."
    ),
    "start-after-initiative": _(
        "Startdatum %(start)s ligger efter insatsens sista dag, %(last)s. Rätta det, eller låt "
        "projektledaren ändra insatsens slut."
    ),
    "end-in-future": _(
        "Slutdatum %(end)s ligger i framtiden. Lämna det tomt tills deltagandet är avslutat."
    ),
    "birth-after-start": _(
        "Personen är född %(born)s, efter startdatum %(start)s. Rätta det som är fel."
    ),
    "birth-in-future": _("Födelsedatum %(born)s ligger i framtiden."),
    "birth-long-ago": _(
        "Personen är född %(born)s, för mer än %(years)s år sedan. Kontrollera året, eller lämna cellen tom."
    ),
    "birth-differs": _(
        "Födelsedatum %(born)s är ett annat än numrets %(from_number)s. Cellens datum gäller; "
        "se efter att det är rätt."
    ),
    "sex-differs": _(
        "Kön i filen stämmer inte med numrets näst sista siffra. Filens uppgift gäller; se efter "
        "att den är rätt."
    ),
    "both-numbers": _("Raden har både personnummer och annat nummer. Personnumret används."),
    "issuer-alone": _(
        "Utfärdare är ifylld men inget annat nummer. Fyll i numret eller ta bort utfärdaren."
    ),
    "end-without-outcome": _(
        "Deltagandet är avslutat men utfall saknas. Skriv ett av: %(choices)s."
    ),
    "end-without-next": _(
        "Deltagandet är avslutat men det saknas vad som händer härnäst. Det lästes som okänt."
    ),
    "next-missing": _(
        "Deltagandet är avslutat men det saknas vad som händer härnäst. Skriv ett av: %(choices)s."
    ),
    "outcome-without-end": _(
        "Utfall är ifyllt men slutdatum saknas. Fyll i slutdatum, eller ta bort utfallet."
    ),
    "next-without-end": _(
        "Vad som händer härnäst är ifyllt men slutdatum saknas. Fyll i slutdatum, eller ta bort det."
    ),
    "holder-closed": _(
        "%(unit)s har fått en sista dag och håller inte ihop någon som är kvar. Enheten där grenens "
        "ärenden börjar gör det."
    ),
    "reason-without-end": _(
        "Avslutsorsak är ifylld men slutdatum saknas. Orsaken följer med ändå."
    ),
    "status-without-end": _("Läget säger avslutat men slutdatum saknas. Fyll i slutdatum."),
    "status-with-end": _(
        "Läget säger att deltagandet inte är avslutat, men det har ett slutdatum. Rätta det ena."
    ),
    "status-unknown-with-end": _("Läget säger okänt, men det finns ett slutdatum. Rätta det ena."),
    "amount-alone": _("%(amount)s är ifyllt men inte %(what)s. Fyll i det, eller ta bort talet."),
    "amounts-uneven": _(
        "Det står %(amounts)s tal för %(whats)s val. Skriv lika många, i samma ordning, med "
        "semikolon emellan."
    ),
    "amount-not-kept": _("%(what)s räknas utan tal, så talet följer inte med."),
    "amount-twice": _(
        "Talet för %(what)s står både i texten och i sin egen kolumn. Behåll det ena."
    ),
    "said-twice": _("%(what)s står två gånger i cellen. Ta bort det ena."),
    "excludes-others": _("”%(what)s” kan inte stå tillsammans med något annat. Behåll det ena."),
}

SENTENCES: Mapping[str, _StrPromise] = {
    **OF_FILES,
    **OF_ROWS,
    **OF_VALUES,
    **OF_WHOLES,
    **OF_NUMBERS,
    **IN_A_FILE,
}
"""Every code has one sentence; a test reads the source and fails on a code without one."""

__all__ = ["SENTENCES"]
