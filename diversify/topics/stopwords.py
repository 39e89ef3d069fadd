"""Words that carry no topic, by language; other languages are served by document frequency alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_ENGLISH = """eight nine eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty
fifty sixty seventy eighty ninety hundred hundreds thousand dozen dozens third fourth fifth twice per cent percent
else fewer everybody nobody anybody
a able about above according across after again against ago ain all almost along already also although
always am amid among an and another any anyone anything are aren around as ask asked at away back be became because
become been before began begin behind being believe below best better between big both bring but by call called came
can cannot come comes coming could couldn day days dear did didn do does doesn doing don done down due during each
early either else end enough even ever every everyone everything face far few find first five for former forward found
four from full further gave get gets getting give given gives go goes going gone good got great had hadn half has hasn
have haven having he held help her here herself hers high him himself his how however if important in including inside
into is isn it its itself just keep kept know known last late later latest least left less let life like likely ll
little live long look looking looks lot made make makes making man many may maybe me mean means might million mine
month months more moreover most move mr mrs ms much must my myself near nearly need needs never nevertheless new next
no nobody non none nor not nothing now number of off often old on once one only onto open or other others ought our
ours ourselves out outside over own part past people per perhaps place plan plans play point put quite rather re real
really recent recently report reported reports right run said same saw say saying says second see seem seems seen set
seven several shall she should shouldn show shows side since six small so some someone something soon still such sure
take taken takes taking tell ten than that the their theirs them themselves then there these they thing things think
third this those though thought thousands three through throughout thus time times to today together told tomorrow too
took top toward towards tried try trying turn turned two under until up upon us use used using ve very via want wants
was wasn way ways we week weeks well went were weren what whatever when where whether which while who whole whom whose
why will with within without won word words work working would wouldn year years yesterday yet you young your yours
yourself monday tuesday wednesday thursday friday saturday sunday january february march april june july august
september october november december continue reading read click subscribe newsletter photo photos video image images
getty reuters com www http https href nbsp amp quot lt gt apos br div span img src fullquote aspx ap afp upi dpa"""
_PALE = """killed kills kill killing dead dies die died dying buy buys buying bought sell sells selling sold rose rises
fell falls fall win wins winning lose loses lost losing beat beats based title titles minute minutes president minister
prime chief executive general governor gov attorney inc ltd corp co plc pct cts vs shr revs qtr mln dlrs anti star
stars company companies man men woman women guilty pleads plead pleaded charges charged arrested accused allegedly
claims claim warns warn urges urge faces face facing hits hit leads led lead returns return opens open opening ends
ended start starts started set sets wants deal deals reveals reveal revealed watch talks talk meet meets met announces
announced announce local national state states united city town world official officials leader leaders spokesman
spokeswoman statement director manager member members group groups team teams conditions situation issue issues percent
total average net note loss mths amid despite following share shared story stories popular white black red blue green
property place early final finals second guide best worst biggest funniest hour hours morning night afternoon evening
weekend newsletters newsletter readers editor actually continues billion million record unit system ministers round
american secretary seconds metres meters cubic worth room wanted thinner kilometres miles tonnes buyers pay county news
favorite pm person persons thing rest side hands feet eyes hold holds held asked answer answers question questions"""
_GERMAN = """zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig hundert tausend erste ersten erster
zweite zweiten dritte dritten heute gestern morgen müssen danach davor dagegen lang lange bekommt bekommen braucht hält
aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei beim bin bis bist
da damit dann das dass dem den denn der des deshalb dessen die dies diese diesem diesen dieser dieses doch dort du
durch ein eine einem einen einer eines er es etwa etwas euch euer für gegen geht gibt hat hatte hatten habe haben hier
hin ich ihr ihre ihrem ihren ihrer im immer in ins ist ja jahr jahre jahren jede jedem jeden jeder jetzt kann kein
keine keinen können könnte machen man mehr mein meine mit mich mir muss nach neue neuen nicht nichts noch nun nur ob
oder ohne sagt sagte sehr sei sein seine seinem seinen seiner seit sich sie sind so soll sollen sollte sondern über
uhr um und uns unser unter viel viele vom von vor war waren warum was weil weiter welche wenn wer werden wie wieder
will wir wird wo worden wurde wurden würde zu zum zur zwei zwischen"""
_FRENCH = """trois quatre cinq six sept huit neuf dix onze douze vingt trente cent mille premier première première hier
aujourd demain
ai ainsi alors an ans après au aucun aussi autre autres aux avait avant avec avoir car ce cela celle ces
cet cette ceux chez comme comment dans de depuis des deux doit donc dont du elle elles en encore entre est et été être
eu eux fait faire fois font il ils jour jours je jusqu la le les leur leurs lors lui mais me même mes moi moins mon ne
ni non nos notre nous on ont ou où par parce pas pendant peu peut plus plusieurs pour pourquoi près qu quand que quel
quelle qui quoi sa sans se selon sera ses si son sont sous sur ta te tous tout toute toutes très tu un une va vers
vous vos votre était"""
_SPANISH = """tres cuatro cinco seis siete ocho nueve diez cien mil hoy ayer mañana
además ahora al algo algunos ante antes año años así aunque cada como con contra cual cuando de del desde
donde dos durante el ella ellos en entre era eran es esa ese eso esta está están este esto estos fue fueron ha había
hace hacia han hasta hay la las le les lo los más me mi mientras muy nada ni no nos nosotros nuestro nuestra nuevo
nueva otra otras otro otros para pero poco por porque primera primer puede qué que quien se sea según ser será si sin
sobre solo sólo son su sus también tan tanto te tiene tienen todo toda todos todas tras tu un una uno unos ya yo él"""
_ITALIAN = """tre quattro cinque sei sette otto nove dieci cento mille ieri domani
abbiamo ad agli ai al alla alle allo anche ancora anni anno avere aveva che chi ci come con contro cosa
così cui da dagli dai dal dalla dalle dello dei del della delle di dopo dove due durante ed era essere fa fatto fino
gli già ha hanno il in io la le lo loro ma mai me mentre molto nei nel nella nelle noi non nostra nostro ogni oggi
oltre per perché però più poi prima può qual quando quanto quella quelle quelli quello questa queste questi questo qui
sarà se sei sempre senza si sia sono sta stata stati stato su sua sue sugli sui sul sulla suo suoi te tra tutte tutti
tutto un una uno vi è"""
_DUTCH = """drie vier vijf zes zeven acht negen tien elf twaalf honderd duizend vandaag gisteren morgen eerste tweede
aan al alle als altijd andere ben bij daar dan dat de deze die dit doen door dus een eens en er ge geen had
heb hebben heeft hem het hier hij hoe hun ik in is ja jaar je kan kunnen maar me meer men met mijn moet na naar niet
niets nog nu of om omdat onder ons ook op over te tegen toch toen tot twee uit uw van veel voor want waren was wat we
wel werd wie wij wil worden wordt zal ze zei zelf zich zij zijn zo zonder zou"""
_PORTUGUESE = """três quatro cinco seis sete oito nove dez cem mil hoje ontem amanhã
ainda além ano anos antes ao aos apenas após as até cada com como contra da das de dela dele depois
desde deve do dois dos durante e ela elas ele eles em entre era essa esse esta está estão este eu foi foram há isso isto
já la lhe mais mas me mesmo meu minha muito na nas nem no nos nossa nosso não num numa onde os ou outra outro para pela
pelas pelo pelos per pode por porque qual quando que quem se sem ser será seu seus sobre sua suas são só também tem ter
teve todos tudo um uma você às é"""
_SWEDISH = """tre fyra fem sex sju åtta nio tio hundra tusen idag igår imorgon första
alla allt andra att av bara blev bli blir de den denna deras dess det detta dig din du där efter ej eller
en ett från får för genom ha hade han hans har hela henne hennes hon hur här i in inför inom inte jag kan kommer kunde
man med mellan men mer mig min mot mycket ni nu när några något och om oss på sedan sig sin sina ska skulle som så till
under upp ut utan vad var vara varit vi vid vilka vill år åt över"""

_LISTS: Final = {
    "en": _ENGLISH,
    "de": _GERMAN,
    "fr": _FRENCH,
    "es": _SPANISH,
    "it": _ITALIAN,
    "nl": _DUTCH,
    "pt": _PORTUGUESE,
    "sv": _SWEDISH,
}


def is_listed(language: str) -> bool:
    """Whether the stop words of a language are listed here; text of unknown language is taken for English."""
    return not language or language[:2].lower() in _LISTS


def stop_words(languages: Iterable[str]) -> frozenset[str]:
    """Words without a topic in these languages; English where none is known.

    Examples
    --------
    >>> "und" in stop_words(["de"]), "und" in stop_words([]), "the" in stop_words([])
    (True, False, True)
    """
    chosen = {language[:2].lower() for language in languages} & set(_LISTS) or {"en"}
    return frozenset(word for language in chosen for word in _LISTS[language].split())


def pale_words() -> frozenset[str]:
    """English words that say something within a phrase ("prime minister") and next to nothing by themselves.

    They are learned like others and only stand back where a topic is named.

    Examples
    --------
    >>> "minister" in pale_words(), "harbour" in pale_words()
    (True, False)
    """
    return frozenset(_PALE.split())
